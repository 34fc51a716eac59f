import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useOverlay } from './overlays.ts';

interface SideDrawerProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly from: 'left' | 'bottom';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A drawer for a phone: focus stays inside, Escape or a touch beside it closes it. */
export function SideDrawer({ title, isOpen, from, onClose, children }: SideDrawerProps) {
  useOverlay(isOpen);
  return (
    <Drawer.Root
      opened={isOpen}
      onClose={onClose}
      position={from}
      size={from === 'left' ? 320 : '60%'}
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
