/** A message that Outlook saved as a file. */
export const MSG = 'application/vnd.ms-outlook';
/** A message that Outlook attached to a mail, mostly as `winmail.dat`. */
export const TNEF = 'application/vnd.ms-tnef';
