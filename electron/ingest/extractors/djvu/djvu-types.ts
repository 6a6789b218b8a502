export const DJVU = 'image/vnd.djvu';
