import { memo } from "react";

import { ICONS } from "../common/icons.js";

/** A decorative icon. */
export const Icon = memo(function Icon({ name }) {
  return (
    <svg className="icon" aria-hidden="true" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
      <path d={ICONS[name]} />
    </svg>
  );
});
