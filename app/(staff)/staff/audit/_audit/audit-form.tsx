import Form from 'next/form';
import { messages, requestFormat } from '#app/_words/server.ts';
import { named } from '#app/(staff)/_shared/names.ts';
import { type Option, optionWords, sinceOptions } from '#app/(staff)/_shared/options.ts';
import type { AuditFilter } from '#lib/staff/audit-search.ts';

/** The question to the trails: a plain form, whose answer is its address. */
export async function AuditForm({
  filter,
  acts: known,
  now,
}: {
  filter: AuditFilter;
  /** What can be in a trail. */
  acts: readonly string[];
  now: number;
}) {
  const { staff } = await messages();
  const words = staff.audit;
  const since = sinceOptions(
    optionWords(staff, await requestFormat(), now),
    now,
    filter.from === undefined ? '' : String(filter.from),
  );
  return (
    <search>
      <Form
        // Another question is another form: its fields begin as the address says.
        key={JSON.stringify(filter)}
        action="/staff/audit"
        aria-label={words.question}
        className="card grid grid-cols-2 items-end gap-x-3 gap-y-2 !p-3 lg:grid-cols-6 lg:!p-4"
      >
        <Text id="audit-username" name="username" label={words.whose} value={filter.username} />
        <Text id="audit-by" name="by" label={words.by} value={filter.by} />
        <Choice
          id="audit-act"
          name="act"
          label={words.act}
          value={filter.act}
          options={known.map((act): Option => [act, named(words.acts, act)])}
        />
        <Choice
          id="audit-outcome"
          name="outcome"
          label={words.outcome}
          value={filter.outcome}
          options={[
            ['done', words.done],
            ['refused', words.refused],
          ]}
        />
        <Choice
          id="audit-from"
          name="from"
          label={words.since}
          value={filter.from === undefined ? undefined : String(filter.from)}
          options={since}
        />
        <button type="submit" className="button">
          {staff.submit}
        </button>
      </Form>
    </search>
  );
}

type Field = { id: string; name: string; label: string; value: string | undefined };

const Label = ({ id, label }: { id: string; label: string }) => (
  <label htmlFor={id} className="mb-1 block truncate text-small text-ink-soft">
    {label}
  </label>
);

const Text = ({ id, name, label, value }: Field) => (
  <div className="min-w-0">
    <Label id={id} label={label} />
    <input
      id={id}
      name={name}
      type="text"
      defaultValue={value}
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={64}
      className="field !px-2.5"
    />
  </div>
);

const Choice = async ({ id, name, label, value, options }: Field & { options: readonly Option[] }) => (
  <div className="min-w-0">
    <Label id={id} label={label} />
    <select id={id} name={name} defaultValue={value ?? ''} className="field !pl-2.5">
      <option value="">{(await messages()).staff.any}</option>
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  </div>
);
