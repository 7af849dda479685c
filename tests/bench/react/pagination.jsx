// The pages of a list: the range that is shown, and the way to others.
import { useEffect, useRef, useState } from "react";

import { number, range } from "../common/text.js";

export function Pagination({ page, size, all, turn, children }) {
  const nav = useRef(null);
  const pages = Math.max(1, Math.ceil(all / size));
  const go = (to) => {
    if (to === page || to < 0 || to >= pages) return;
    turn(to);
    nav.current.previousElementSibling.scrollIntoView();
  };
  const step = (label, sign, isInert, to) => (
    <button type="button" className="button step" aria-label={label} aria-disabled={isInert} onClick={() => go(to)}>{sign}</button>
  );
  const isLast = page + 1 >= pages;
  return (
    <nav className="pagination" ref={nav} aria-label="Pages">
      <span className="range">{range(page * size, size, all)}</span>
      <span className="space" />
      {children}
      <div className="steps">
        {step("First page", "«", page === 0, 0)}
        {step("Previous page", "‹", page === 0, page - 1)}
        <label className="jump">
          <PageNumber page={page} pages={pages} go={go} />
          <span>{`of ${number(pages)}`}</span>
        </label>
        {step("Next page", "›", isLast, page + 1)}
        {step("Last page", "»", isLast, pages - 1)}
      </div>
    </nav>
  );
}

function PageNumber({ page, pages, go }) {
  const [typed, setTyped] = useState(page + 1);
  useEffect(() => setTyped(page + 1), [page]);
  const jump = () => {
    const wanted = Number.parseInt(typed, 10);
    if (wanted) go(Math.min(Math.max(wanted, 1), pages) - 1);
    setTyped(page + 1);
  };
  return <input className="page-number" type="number" min="1" max={pages} aria-label="Go to page" value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={jump} onKeyDown={(event) => event.key === "Enter" && jump()} />;
}
