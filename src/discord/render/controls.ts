import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';

/** A row of buttons or with one menu. */
export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What a button of an answer does; custom ids are `answer:ACTION:VIEW`, with a passage's reference for `page`. */
export type AnswerAction =
  | 'passage'
  | 'read'
  | 'page'
  | 'more'
  | 'helpful'
  | 'unhelpful'
  | 'share'
  | 'nearest'
  | 'report';

export function answerId(action: AnswerAction, viewId: string, rest?: string): string {
  return ['answer', action, viewId, ...(rest === undefined ? [] : [rest])].join(':');
}

export function button(
  label: string,
  customId: string,
  { style = ButtonStyle.Secondary, disabled = false }: { style?: ButtonStyle; disabled?: boolean } = {},
): APIButtonComponent {
  return { type: ComponentType.Button, style, label, custom_id: customId, disabled } as APIButtonComponent;
}

export function row(...components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}
