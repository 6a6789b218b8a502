import { type RefObject, useCallback, useEffect, useState } from 'react';

/** How a player stands; times in milliseconds. */
export interface MediaState {
  time: number;
  playing: boolean;
  muted: boolean;
  /** 1 is as it was recorded. */
  rate: number;
  /** The window cannot play what it was given. */
  failed: boolean;
}

export interface MediaControl extends MediaState {
  toggle: () => void;
  seek: (milliseconds: number) => void;
  setMuted: (muted: boolean) => void;
  setRate: (rate: number) => void;
}

const heard = ['timeupdate', 'seeking', 'seeked', 'play', 'pause', 'ended', 'volumechange', 'ratechange', 'error'];

/**
 * The state of a media element, and what can be done with it.
 * @param source what it plays; another source is another element
 */
export function useMedia(element: RefObject<HTMLMediaElement | null>, source: string): MediaControl {
  const [{ failedSource, ...state }, setState] = useState<Omit<MediaState, 'failed'> & { failedSource: string | null }>(
    {
      time: 0,
      playing: false,
      muted: false,
      rate: 1,
      failedSource: null,
    },
  );

  useEffect(() => {
    const media = element.current;
    if (!media) return;
    const look = () =>
      setState({
        time: media.currentTime * 1000,
        playing: !media.paused && !media.ended,
        muted: media.muted,
        rate: media.playbackRate,
        failedSource: media.error === null ? null : source,
      });
    look();
    for (const event of heard) media.addEventListener(event, look);
    return () => {
      for (const event of heard) media.removeEventListener(event, look);
    };
  }, [element, source]);

  const toggle = useCallback(() => {
    const media = element.current;
    if (!media) return;
    // What cannot be played says so by its error.
    if (media.paused) void media.play().catch(() => undefined);
    else media.pause();
  }, [element]);
  const seek = useCallback(
    (milliseconds: number) => {
      if (element.current) element.current.currentTime = Math.max(0, milliseconds / 1000);
    },
    [element],
  );
  const setMuted = useCallback(
    (muted: boolean) => {
      if (element.current) element.current.muted = muted;
    },
    [element],
  );
  const setRate = useCallback(
    (rate: number) => {
      if (element.current) element.current.playbackRate = rate;
    },
    [element],
  );
  return { ...state, failed: failedSource === source, toggle, seek, setMuted, setRate };
}
