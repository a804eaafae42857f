/** The mark and the few icons there are: 24 px, drawn with the current colour, silent for screen readers. */
import type { ReactNode } from 'react';

const icon = (drawing: ReactNode) => () => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    className="shrink-0"
  >
    {drawing}
  </svg>
);

export const OverviewIcon = icon(
  <>
    <path d="M3 17.5 8.5 11l4 3.5L21 5.5" />
    <path d="M3 21h18" />
  </>,
);

export const ListIcon = icon(<path d="M4 6.5h16M4 12h16M4 17.5h10" />);

export const ShieldIcon = icon(<path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6z" />);

export const SettingsIcon = icon(
  <>
    <path d="M4 7h9m5 0h2M4 17h2m5 0h9" />
    <circle cx="15.5" cy="7" r="2.5" />
    <circle cx="8.5" cy="17" r="2.5" />
  </>,
);

export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </>,
);

export const FilterIcon = icon(<path d="M4 7h16M7 12h10M10 17h4" />);

export const SaveIcon = icon(<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14" />);

export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);

export const BackIcon = icon(<path d="M19 12H5m6-6-6 6 6 6" />);

export const NewerIcon = icon(<path d="m14.5 5.5-6.5 6.5 6.5 6.5" />);

export const OlderIcon = icon(<path d="m9.5 5.5 6.5 6.5-6.5 6.5" />);

export const BookmarkIcon = icon(<path d="M7 4h10v16l-5-3.75L7 20z" />);

export const RecentIcon = icon(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 7.5V12l3 2" />
  </>,
);

/** Small: it stands within a line of text. */
export const NoteIcon = () => (
  <svg
    viewBox="0 0 16 16"
    width="14"
    height="14"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    className="inline shrink-0"
  >
    <path d="M2.5 2.5h11v7l-4 4h-7zM9.5 13.5v-4h4M5 5.75h6M5 8.5h2.5" />
  </svg>
);

export const PhoneIcon = icon(
  <>
    <rect x="7" y="2.5" width="10" height="19" rx="2" />
    <path d="M11 18.5h2" />
  </>,
);

export const TabletIcon = icon(
  <>
    <rect x="4.5" y="3" width="15" height="18" rx="2" />
    <path d="M11 18h2" />
  </>,
);

export const ComputerIcon = icon(
  <>
    <rect x="4.5" y="5" width="15" height="10.5" rx="1.5" />
    <path d="M2.5 19h19" />
  </>,
);

export const ProgramIcon = icon(<path d="m6 8 4 4-4 4M12.5 16H18" />);

export const EyeIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="2.75" />
  </>,
);

export const EyeOffIcon = icon(
  <path d="M9.5 5.8A8.8 8.8 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.9 3.6M6.2 7.4A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.6-1.2M4 4l16 16" />,
);

export const SignOutIcon = icon(
  <path d="M14 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20H14M10 12h10m-3.5-3.5L20 12l-3.5 3.5" />,
);

export const UpIcon = () => (
  <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className="shrink-0 fill-current">
    <path d="M5 1.5 9 8.5H1z" />
  </svg>
);

export const DownIcon = () => (
  <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className="shrink-0 fill-current">
    <path d="M5 8.5 1 1.5h8z" />
  </svg>
);
