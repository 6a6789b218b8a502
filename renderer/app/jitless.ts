import { z } from 'zod';

// zod compiles its checks with `new Function` where it can; the content security policy rightly forbids that.
z.config({ jitless: true });
