import { messages } from '#app/_ui/messages/server.ts';
import { confirmAndEnd } from './end-sessions-action.ts';

/** Asks for the password before a session, or all others, are ended, where there is no JavaScript to open a dialog. */
export async function ConfirmEnd({ sid, error }: { sid: string; error: string | undefined }) {
  const { session: common, security: words } = await messages();
  const wrongs: Record<string, string> = {
    wrong_credentials: common.errors.wrong_credentials,
    throttled: words.throttledPlain,
  };
  const wrong = wrongs[error ?? ''];
  return (
    <form action={confirmAndEnd} className="card flex flex-col gap-4">
      <h2 className="font-strong">{common.stepUpTitle}</h2>
      <p className="text-ink-soft">{common.stepUpText}</p>
      {wrong && (
        <p role="alert" className="text-danger">
          {wrong}
        </p>
      )}
      <input type="hidden" name="sid" value={sid} />
      <div>
        <label htmlFor="confirm-password" className="mb-1 block text-small">
          {common.password}
        </label>
        <input
          id="confirm-password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          className="field"
        />
      </div>
      <button type="submit" className="button button-primary w-full sm:w-auto sm:self-start">
        {common.confirm}
      </button>
    </form>
  );
}
