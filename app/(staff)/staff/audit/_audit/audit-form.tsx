import Form from 'next/form';
import { messages, requestFormat } from '#app/_words/server.ts';
import { SelectField, TextField } from '#app/(staff)/_shared/fields.tsx';
import { type Option, sinceOptions } from '#app/(staff)/_shared/options.ts';
import { AUDIT_ACTS } from '#lib/audit/audit-entry.ts';
import type { AuditFilter } from '#lib/staff/audit-search.ts';

/** The question to the audit log: a plain form, whose answer is its address. */
export async function AuditForm({ filter, now }: { filter: AuditFilter; now: number }) {
  const { staff } = await messages();
  const words = staff.audit;
  const from = filter.from === undefined ? '' : String(filter.from);
  const since = sinceOptions(staff, await requestFormat(), now, from);
  return (
    <search>
      <Form
        // Another question is another form: its fields begin as the address says.
        key={JSON.stringify(filter)}
        action="/staff/audit"
        aria-label={words.question}
        className="card grid grid-cols-2 items-end gap-x-3 gap-y-2 !p-3 lg:grid-cols-6 lg:!p-4"
      >
        <TextField name="username" label={words.whose} defaultValue={filter.username} />
        <TextField name="by" label={words.by} defaultValue={filter.by} />
        <SelectField
          name="act"
          label={words.act}
          any={staff.any}
          defaultValue={filter.act ?? ''}
          options={AUDIT_ACTS.map((act): Option => [act, words.acts[act]])}
        />
        <SelectField
          name="outcome"
          label={words.outcome}
          any={staff.any}
          defaultValue={filter.outcome ?? ''}
          options={[
            ['done', words.done],
            ['refused', words.refused],
          ]}
        />
        <SelectField name="from" label={words.since} any={staff.any} defaultValue={from} options={since} />
        <button type="submit" className="button">
          {staff.submit}
        </button>
      </Form>
    </search>
  );
}
