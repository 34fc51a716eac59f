import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useOverlay } from './overlays.ts';

interface SideDrawerProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** From the right comes what is read beside the page; from left and bottom what a phone has no room for. */
  readonly from: 'left' | 'right' | 'bottom';
  /** For a short list, which would be lost in the width of a log. */
  readonly isNarrow?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const sizes = { left: 320, right: 'min(860px, 100vw)', bottom: '60%' } as const;

/** A drawer: focus stays inside, Escape or a click beside it closes it. */
export function SideDrawer({ title, isOpen, from, isNarrow = false, onClose, children }: SideDrawerProps) {
  const isTopmost = useOverlay(isOpen);
  return (
    <Drawer.Root
      opened={isOpen}
      onClose={onClose}
      closeOnEscape={isTopmost}
      position={from}
      size={isNarrow ? 'min(460px, 100vw)' : sizes[from]}
      transitionProps={{ duration: 120 }}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <div className="dialog-head">
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
