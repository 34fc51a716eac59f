import { useEffect, useEffectEvent, useRef } from 'react';

interface IframeEditorProps {
  readonly title: string;
  /** One-shot address; the frame goes on from it by itself, so it is never set again. */
  readonly entryUrl: string;
  /** Its tab has the focus. */
  readonly isActive: boolean;
  readonly onLoading: (isLoading: boolean) => void;
  /** Somebody clicked into it. */
  readonly onFocus: () => void;
}

/** An editor inside the page. It stays loaded while hidden; only its visibility changes. */
export function IframeEditor({ title, entryUrl, isActive, onLoading, onFocus }: IframeEditorProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const tellLoading = useEffectEvent(() => onLoading(true));
  const tellFocus = useEffectEvent(() => {
    if (document.activeElement === frame.current) onFocus();
  });
  useEffect(() => tellLoading(), []);
  useEffect(() => {
    if (isActive) frame.current?.focus();
  }, [isActive]);
  useEffect(() => {
    // A frame of another origin tells nothing of its focus but that this page has lost it; from frame to frame not even that, so
    // it is looked at again before the pointer can do anything on the page.
    const listen = () => tellFocus();
    window.addEventListener('blur', listen);
    window.addEventListener('pointerover', listen);
    return () => {
      window.removeEventListener('blur', listen);
      window.removeEventListener('pointerover', listen);
    };
  }, []);
  return (
    <iframe
      ref={frame}
      className="editor-frame"
      title={title}
      src={entryUrl}
      onLoad={() => onLoading(false)}
      // Everything that VS Code does, but not the window that it is shown in.
      sandbox="allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads allow-pointer-lock"
      allow="clipboard-read; clipboard-write; fullscreen; cross-origin-isolated"
      referrerPolicy="no-referrer"
    />
  );
}
