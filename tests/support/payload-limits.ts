/** Discord's documented limits, written anew here so that a wrong constant in the product is noticed. */
interface Embed {
  title?: string;
  description?: string;
  url?: string;
  fields?: { name: string; value: string }[];
  footer?: { text: string };
  author?: { name: string };
}
interface Component {
  custom_id?: string;
  label?: string;
  placeholder?: string;
  url?: string;
  options?: { label: string; value: string; description?: string }[];
  components?: Component[];
}

/** Returns everything about a message payload that Discord would refuse; empty when it would be taken. */
export function payloadProblems(payload: { content?: string; embeds?: Embed[]; components?: Component[] }): string[] {
  const problems: string[] = [];
  const check = (what: string, text: string | undefined, most: number, least = 1) => {
    if (text !== undefined && (text.length > most || text.length < least))
      problems.push(`${what} has ${text.length} characters (${least} to ${most})`);
  };
  check('content', payload.content === '' ? undefined : payload.content, 2000);
  const embeds = payload.embeds ?? [];
  if (embeds.length > 10) problems.push(`${embeds.length} embeds (10)`);
  let total = 0;
  for (const embed of embeds) {
    check('embed title', embed.title, 256);
    check('embed description', embed.description, 4096);
    check('embed footer', embed.footer?.text, 2048);
    check('embed author', embed.author?.name, 256);
    if (embed.url !== undefined && !/^https?:\/\//.test(embed.url)) problems.push('embed url is not http(s)');
    if ((embed.fields?.length ?? 0) > 25) problems.push('more than 25 fields');
    for (const { name, value } of embed.fields ?? []) {
      check('field name', name, 256);
      check('field value', value, 1024);
      total += name.length + value.length;
    }
    total +=
      (embed.title?.length ?? 0) +
      (embed.description?.length ?? 0) +
      (embed.footer?.text.length ?? 0) +
      (embed.author?.name.length ?? 0);
  }
  if (total > 6000) problems.push(`embeds have ${total} characters (6000)`);
  const rows = payload.components ?? [];
  if (rows.length > 5) problems.push(`${rows.length} rows of components (5)`);
  const ids = new Set<string>();
  for (const component of rows.flatMap((row) => row.components ?? [])) {
    check('custom id', component.custom_id, 100);
    if (component.custom_id !== undefined && ids.has(component.custom_id))
      problems.push(`custom id ${component.custom_id} twice`);
    if (component.custom_id !== undefined) ids.add(component.custom_id);
    check('button label', component.label, 80);
    check('placeholder', component.placeholder, 150);
    if (component.options && (component.options.length > 25 || component.options.length < 1))
      problems.push(`${component.options.length} options (1 to 25)`);
    const values = new Set(component.options?.map(({ value }) => value));
    if (component.options && values.size !== component.options.length) problems.push('two options have one value');
    for (const option of component.options ?? []) {
      check('option label', option.label, 100);
      check('option value', option.value, 100);
      check('option description', option.description, 100);
    }
  }
  return problems;
}
