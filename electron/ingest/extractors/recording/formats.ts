/** What a recording's container is: what people call it, and by which of its readers ffmpeg is to read it. */
export interface RecordingFormat {
  kind: 'video' | 'audio';
  name: string;
  /**
   * ffmpeg is always told how to read a file, and never left to guess: a file that merely pretends to be a recording can
   * then not have it follow a playlist to other files.
   */
  demuxer: string;
}

const video = (name: string, demuxer: string): RecordingFormat => ({ kind: 'video', name, demuxer });
const audio = (name: string, demuxer: string): RecordingFormat => ({ kind: 'audio', name, demuxer });

/** By the MIME types that identification gives. */
const formats: Readonly<Record<string, RecordingFormat>> = {
  'video/mp4': video('MP4', 'mov'),
  'video/x-m4v': video('MP4', 'mov'),
  'video/quicktime': video('QuickTime', 'mov'),
  'video/3gpp': video('3GPP', 'mov'),
  'video/3gpp2': video('3GPP2', 'mov'),
  'video/matroska': video('Matroska', 'matroska'),
  'video/webm': video('WebM', 'matroska'),
  'video/vnd.avi': video('AVI', 'avi'),
  'video/mp2t': video('MPEG transport stream', 'mpegts'),
  'video/MP1S': video('MPEG program stream', 'mpeg'),
  'video/MP2P': video('MPEG program stream', 'mpeg'),
  'video/mpeg': video('MPEG video', 'mpegvideo'),
  'video/x-dv': video('DV', 'dv'),
  'video/x-flv': video('Flash video', 'flv'),
  'video/x-ms-asf': video('Windows Media', 'asf'),
  'application/vnd.ms-asf': video('Windows Media', 'asf'),
  'application/mxf': video('MXF', 'mxf'),
  'video/ogg': video('Ogg', 'ogg'),
  'application/ogg': audio('Ogg', 'ogg'),
  'audio/mpeg': audio('MP3', 'mp3'),
  'audio/wav': audio('WAV', 'wav'),
  'audio/flac': audio('FLAC', 'flac'),
  'audio/aac': audio('AAC', 'aac'),
  'audio/ogg': audio('Ogg', 'ogg'),
  'audio/ogg; codecs=opus': audio('Ogg Opus', 'ogg'),
  'audio/opus': audio('Ogg Opus', 'ogg'),
  'audio/mp4': audio('MP4', 'mov'),
  'audio/x-m4a': audio('MP4', 'mov'),
  'audio/aiff': audio('AIFF', 'aiff'),
  'audio/x-ms-asf': audio('Windows Media', 'asf'),
  'audio/amr': audio('AMR', 'amr'),
  'audio/vnd.dolby.dd-raw': audio('Dolby Digital', 'ac3'),
  'audio/wavpack': audio('WavPack', 'wv'),
  'audio/ape': audio("Monkey's Audio", 'ape'),
  'audio/x-caf': audio('Core Audio', 'caf'),
  'audio/x-w64': audio('Wave64', 'w64'),
  'audio/basic': audio('Sun audio', 'au'),
  'audio/x-voc': audio('Creative Voice', 'voc'),
  'audio/x-tta': audio('True Audio', 'tta'),
  'audio/vnd.dts': audio('DTS', 'dts'),
  'audio/x-dsf': audio('DSD stream', 'dsf'),
  'audio/x-dff': audio('DSD', 'iff'),
  'audio/x-musepack': audio('Musepack', 'mpc8'),
  'video/x-gxf': video('GXF', 'gxf'),
  'video/x-nut': video('NUT', 'nut'),
  'video/x-wtv': video('Windows recorded TV', 'wtv'),
  'video/x-lxf': video('LXF', 'lxf'),
  'video/h264': video('H.264 stream', 'h264'),
  'video/h265': video('H.265 stream', 'hevc'),
  'image/mj2': video('Motion JPEG 2000', 'mov'),
  'audio/vnd.dolby.mlp': audio('Dolby TrueHD', 'truehd'),
  'audio/x-mlp': audio('Meridian Lossless', 'mlp'),
  'video/x-ivf': video('IVF', 'ivf'),
  'video/x-yuv4mpeg': video('YUV4MPEG', 'yuv4mpegpipe'),
  'application/vnd.rn-realmedia': video('RealMedia', 'rm'),
};

/**
 * Readers of streams without a container. The libraries look for any frame of sound in a file, which is found by chance in
 * these.
 */
export const bareStreams: ReadonlySet<string> = new Set(['h264', 'hevc', 'mpegvideo', 'dv', 'mlp', 'truehd']);

/** The format of a recording; undefined for what is none. */
export function recordingFormat(mime: string): RecordingFormat | undefined {
  return Object.hasOwn(formats, mime) ? formats[mime] : undefined;
}
