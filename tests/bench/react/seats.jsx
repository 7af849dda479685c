// The seats of the application, and what the draft does to them.
import { memo } from "react";

import { isFull } from "../common/directory.js";
import { seatFigures, seatNote } from "../common/text.js";
import { useTotals } from "./account.jsx";

export const SeatMeters = memo(function SeatMeters({ types, isKnown, draft }) {
  return (
    <div className="seat-row">
      {isKnown ? types.map((type) => <Meter key={type.id} type={type} draft={draft} />) : <><span className="blank" /><span className="blank" /></>}
    </div>
  );
});

const Meter = memo(function Meter({ type, draft }) {
  const { id, name, used, seats } = type;
  const { text, isOver } = seatNote(type, useTotals(draft, (each) => each.pendingSeats(id)));
  return (
    <div className="meter">
      <div className="line">
        <b className="label" title={name}>{name}</b>
        <span className={isOver ? "note alert" : "note"}>{text}</span>
        <span className="figures">{seatFigures(type)}</span>
      </div>
      {seats !== undefined && <meter className={isFull(type) ? "bar full" : "bar"} min="0" max={seats} value={used} aria-label={name} />}
    </div>
  );
});
