'use client';
import { usePrivacy } from '#app/_frame/privacy.tsx';
import { Switch } from '#app/_kit/switch.tsx';
import { useShared } from '#app/_words/context.tsx';
import { hideAmounts } from '#app/(bank)/settings/actions.ts';

/** The same choice as the eye of the frame's. A form, so that it works before JavaScript arrives. */
export function HideAmounts({ describedBy }: { describedBy: string }) {
  const { hidden, toggle } = usePrivacy();
  const { hideAmounts: label } = useShared().frame;
  return (
    <form
      action={hideAmounts}
      onSubmit={(event) => {
        event.preventDefault();
        toggle();
      }}
    >
      <input type="hidden" name="hide" value={String(!hidden)} />
      <Switch type="submit" on={hidden} aria-describedby={describedBy}>
        {label}
      </Switch>
    </form>
  );
}
