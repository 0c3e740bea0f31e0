// The search that ⌘K opens: customers and pages.
import { SearchOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Input, type InputRef, Modal } from 'antd';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Customer } from '../api/types';
import type { MenuPlace } from '../features/feature';
import { findCustomers, useCustomerSearch } from '../queries/customers';
import { pickedOf } from '../words/called';

interface PaletteProps {
  menu: readonly MenuPlace[];
  open: boolean;
  onDone: () => void;
}

export function Palette({ menu, open, onDone }: PaletteProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      onCancel={onDone}
      footer={null}
      closable={false}
      destroyOnHidden
      width={560}
      title={<span className="sr-only">{t('frame.search')}</span>}
    >
      <Places menu={menu} onDone={onDone} />
    </Modal>
  );
}

interface Place {
  path: string;
  label: string;
}

const PEOPLE = 8;

function Places({ menu, onDone }: Omit<PaletteProps, 'open'>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<InputRef>(null);
  const id = useId();
  const { data: found = [], isPlaceholderData } = useCustomerSearch(text);
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, []);
  const typed = text.trim();
  const placeOf = (one: Customer): Place => ({ path: `/customers/${one.customer}`, label: pickedOf(one, t) });
  const pages = menu
    .map(({ path, label }): Place => ({ path, label: t(label) }))
    .filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
  const people = typed === '' ? [] : found.slice(0, PEOPLE).map(placeOf);
  const groups = [
    { title: t('frame.customers'), places: people },
    { title: t('frame.pages'), places: pages },
  ].filter(({ places }) => places.length > 0);
  const places = groups.flatMap((group) => group.places);
  const go = ({ path }: Place) => {
    onDone();
    void navigate(path);
  };
  /** Opens the chosen place. Searches at once where the list is not up to date with the text. */
  const enter = async () => {
    const [page] = pages;
    const isSettled = typed === '' || (found.length > 0 && !isPlaceholderData && chosen > 0);
    if (isSettled && places[chosen]) return go(places[chosen]);
    const [first] = typed === '' ? [] : await findCustomers(queries, typed).catch(() => []);
    const place = chosen > 0 ? places[chosen] : first ? placeOf(first) : page;
    if (place) go(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && places.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + places.length) % places.length);
    }
    // While Chinese characters are composed, Enter picks one of them.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) void enter();
  };
  return (
    <>
      <Input
        ref={input}
        size="large"
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={places.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label={t('frame.search')}
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t('frame.search')}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t('frame.search')} className="palette">
        {groups.map(({ title, places: some }) => (
          <div key={title} role="group" aria-label={title}>
            <div className="palette-title" aria-hidden>
              {title}
            </div>
            {some.map((place) => {
              const at = places.indexOf(place);
              return (
                <div
                  key={place.path}
                  id={`${id}-${at}`}
                  role="option"
                  aria-selected={at === chosen}
                  className="palette-option"
                  onMouseMove={() => setChosen(at)}
                  onClick={() => go(place)}
                >
                  {place.label}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {places.length === 0 && <div className="muted palette-title">{t('states.noMatch')}</div>}
    </>
  );
}
