"use client";

import * as Radix from "radix-ui/switch";

interface SwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  /** id of the text that names the switch */
  labelledBy: string;
  isDisabled?: boolean;
}

export function Switch({ isOn, onChange, labelledBy, isDisabled = false }: SwitchProps) {
  return (
    <Radix.Root
      checked={isOn}
      onCheckedChange={onChange}
      disabled={isDisabled}
      aria-labelledby={labelledBy}
      className="relative h-5 w-9 shrink-0 rounded-full border border-control bg-sunken transition-colors duration-100 before:absolute before:-inset-2 disabled:cursor-not-allowed disabled:opacity-60 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-3.5 translate-x-[2px] rounded-full bg-control transition-transform duration-100 data-[state=checked]:translate-x-[18px] data-[state=checked]:bg-accent-on" />
    </Radix.Root>
  );
}
