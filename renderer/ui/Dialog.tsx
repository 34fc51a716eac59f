import { Modal } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useOverlay } from './overlays.ts';
import { useIsPhone } from './use-is-phone.ts';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Width in pixels on a large screen. */
  readonly width?: number;
  /** False for questions that a stray click must not answer. */
  readonly closesOnClickOutside?: boolean;
}

/** A dialog: focus stays inside, Escape closes it, a phone gives it the whole screen. */
export function Dialog({ title, isOpen, onClose, children, width = 480, closesOnClickOutside = true }: DialogProps) {
  const isPhone = useIsPhone();
  const isTopmost = useOverlay(isOpen);
  useFocusAfter(isOpen);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={width}
      fullScreen={isPhone}
      yOffset="9vh"
      closeOnEscape={isTopmost}
      closeOnClickOutside={closesOnClickOutside}
      transitionProps={{ duration: 100, transition: 'fade' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own header is a second banner landmark; this one is only a row. */}
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>
          <div className="dialog-body">{children}</div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Gives the focus back for a dialog that comes and goes as a whole; Mantine does so only for one that stays and is closed. */
function useFocusAfter(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    const opener = document.activeElement;
    return () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [isOpen]);
}
