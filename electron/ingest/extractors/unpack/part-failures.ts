/** Why something in a container is not read, in sentences that are the same for all of a kind: failures group by them. */
export const PROTECTED_PART = 'It is protected by the password of the archive that holds it.';
export const DAMAGED_PART = 'It is damaged in the archive that holds it.';
export const LINK_PART = 'It is a link or a device in an archive, not a file.';
export const SPARSE_PART =
  'It is stored with its gaps left out, which Holdfast does not put together. Unpack the archive and add the folder.';
