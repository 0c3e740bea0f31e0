// A button that copies a text and confirms it.
import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const SAID_MS = 3_000;

interface CopiedProps {
  text: string;
  /** What the button does, in words. */
  label: string;
  onCopy?: () => void;
}

export function Copied({ text, label, onCopy }: CopiedProps) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    // Browsers give access to the clipboard on https and localhost only; elsewhere the text can be
    // selected.
    void navigator.clipboard?.writeText(text).then(() => setDone(true));
    onCopy?.();
  };
  const title = done ? t('states.copied') : label;
  return (
    <Tooltip title={title}>
      <Button
        type="text"
        size="small"
        aria-label={title}
        icon={done ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
        onClick={copy}
      />
    </Tooltip>
  );
}
