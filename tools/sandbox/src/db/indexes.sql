-- Made after the tables are filled: to sort and to count once is faster than to keep order row by row.

CREATE UNIQUE INDEX users_uuid ON users(uuid);
CREATE INDEX users_email ON users(email);
CREATE INDEX users_sms ON users(sms) WHERE sms IS NOT NULL;

CREATE UNIQUE INDEX entitlements_uuid ON entitlements(uuid);
CREATE UNIQUE INDEX entitlements_user ON entitlements(user_uuid, product_uuid);

CREATE INDEX campaigns_account ON campaigns(account_uuid);

CREATE INDEX numbers_account ON numbers(account_uuid);
CREATE INDEX numbers_user ON numbers(user_uuid);
CREATE INDEX numbers_campaign ON numbers(campaign_id);

CREATE INDEX mails_account ON mails(account_uuid);
CREATE INDEX mails_waiting ON mails(id) WHERE outcome IS NULL;

CREATE INDEX tokens_session ON tokens(session_hash) WHERE session_hash IS NOT NULL;

-- The long lists are counted by blocks, and the seats that are used, so that no request has to count rows.

INSERT INTO blocks
  SELECT 'users', account_uuid, id >> 10, count(*) FROM users GROUP BY 2, 3
  UNION ALL
  SELECT 'entitlements', account_uuid, id >> 10, count(*) FROM entitlements GROUP BY 2, 3;

UPDATE seats SET used = counted.used FROM (
  SELECT account_uuid, product_uuid, count(*) AS used FROM entitlements GROUP BY 1, 2
) AS counted
WHERE seats.account_uuid = counted.account_uuid AND seats.product_uuid = counted.product_uuid;

CREATE TRIGGER user_added AFTER INSERT ON users BEGIN
  INSERT INTO blocks VALUES ('users', new.account_uuid, new.id >> 10, 1) ON CONFLICT DO UPDATE SET rows = rows + 1;
END;

CREATE TRIGGER user_deleted AFTER DELETE ON users BEGIN
  UPDATE blocks SET rows = rows - 1 WHERE list = 'users' AND account_uuid = old.account_uuid AND block = old.id >> 10;
END;

CREATE TRIGGER user_moved AFTER UPDATE OF id ON users BEGIN
  UPDATE blocks SET rows = rows - 1 WHERE list = 'users' AND account_uuid = old.account_uuid AND block = old.id >> 10;
  INSERT INTO blocks VALUES ('users', new.account_uuid, new.id >> 10, 1) ON CONFLICT DO UPDATE SET rows = rows + 1;
END;

CREATE TRIGGER entitlement_added AFTER INSERT ON entitlements BEGIN
  INSERT INTO blocks VALUES ('entitlements', new.account_uuid, new.id >> 10, 1) ON CONFLICT DO UPDATE SET rows = rows + 1;
  UPDATE seats SET used = used + 1 WHERE account_uuid = new.account_uuid AND product_uuid = new.product_uuid;
END;

CREATE TRIGGER entitlement_deleted AFTER DELETE ON entitlements BEGIN
  UPDATE blocks SET rows = rows - 1
    WHERE list = 'entitlements' AND account_uuid = old.account_uuid AND block = old.id >> 10;
  UPDATE seats SET used = used - 1 WHERE account_uuid = old.account_uuid AND product_uuid = old.product_uuid;
END;
