/**
 * Heights of frames that have lines above the picture in which nothing is shown, as IMX has them (SMPTE 356M), with those of
 * the picture; of frames that are 720 pixels wide.
 */
export const withBlanking: Readonly<Record<number, number>> = { 608: 576, 512: 480 };
