import { messages } from '#app/_words/server.ts';

/** Asks for the password before a sensitive act, where there is no JavaScript to open a dialog. */
export async function ConfirmPassword({
  action,
  about: [name, value],
  error,
}: {
  action: (form: FormData) => Promise<void>;
  /** What it is asked for, as the action takes it. */
  about: [name: string, value: string];
  error: string | undefined;
}) {
  const { session: common, security: words } = await messages();
  const wrongs: Record<string, string> = {
    wrong_credentials: common.errors.wrong_credentials,
    throttled: words.throttledPlain,
  };
  const wrong = wrongs[error ?? ''];
  return (
    <form action={action} className="card flex flex-col gap-4">
      <h2 className="font-strong">{common.stepUpTitle}</h2>
      <p className="text-ink-soft">{common.stepUpText}</p>
      {wrong && (
        <p role="alert" className="text-danger">
          {wrong}
        </p>
      )}
      <input type="hidden" name={name} value={value} />
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
