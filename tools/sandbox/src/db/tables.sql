CREATE TABLE accounts (
  uuid TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE admins (
  uuid TEXT PRIMARY KEY,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  email TEXT NOT NULL UNIQUE,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  password_hash TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  type TEXT NOT NULL,
  first_name TEXT,
  middle_name TEXT,
  last_name TEXT,
  username TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  status TEXT NOT NULL,
  nickname TEXT,
  sms TEXT
) STRICT;

CREATE TABLE applications (
  uuid TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  guide_url TEXT NOT NULL,
  needs_number INTEGER NOT NULL
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  application_uuid TEXT NOT NULL REFERENCES applications(uuid),
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  active INTEGER NOT NULL
) STRICT;

-- How many seats an account has bought of a product (NULL is not limited), and how many are used.
CREATE TABLE seats (
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  product_uuid TEXT NOT NULL REFERENCES products(uuid),
  quantity INTEGER,
  used INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_uuid, product_uuid)
) STRICT, WITHOUT ROWID;

CREATE TABLE disabled_products (
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  product_uuid TEXT NOT NULL REFERENCES products(uuid),
  PRIMARY KEY (account_uuid, product_uuid)
) STRICT, WITHOUT ROWID;

CREATE TABLE disabled_product_types (
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  product_type TEXT NOT NULL,
  PRIMARY KEY (account_uuid, product_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE entitlements (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  user_uuid TEXT NOT NULL REFERENCES users(uuid),
  product_uuid TEXT NOT NULL REFERENCES products(uuid),
  status TEXT NOT NULL,
  metadata TEXT NOT NULL
) STRICT;

-- How many rows of an account there are in each block of 1,024 ids of a long list.
CREATE TABLE blocks (
  list TEXT NOT NULL,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  block INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (list, account_uuid, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE brands (
  brand_id TEXT PRIMARY KEY,
  account_uuid TEXT NOT NULL UNIQUE REFERENCES accounts(uuid),
  display_name TEXT NOT NULL,
  status TEXT NOT NULL
) STRICT;

CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  campaign_id TEXT NOT NULL UNIQUE,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  display_name TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL
) STRICT;

CREATE TABLE numbers (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  user_uuid TEXT REFERENCES users(uuid),
  provider TEXT NOT NULL,
  campaign_id TEXT REFERENCES campaigns(campaign_id),
  help_text TEXT,
  reference_id TEXT
) STRICT;

CREATE TABLE mails (
  id INTEGER PRIMARY KEY,
  account_uuid TEXT NOT NULL REFERENCES accounts(uuid),
  recipient TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  created INTEGER NOT NULL,
  -- NULL until delivered; then 'sent', or why it could not be.
  outcome TEXT
) STRICT;

-- The session is that of the portal to which a token was given, as its hash; it ends with it.
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  admin_uuid TEXT NOT NULL REFERENCES admins(uuid),
  expires INTEGER NOT NULL,
  session_hash TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,
  admin_uuid TEXT NOT NULL REFERENCES admins(uuid),
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  admin_uuid TEXT NOT NULL REFERENCES admins(uuid),
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE csp_reports (
  id INTEGER PRIMARY KEY,
  report TEXT NOT NULL
) STRICT;
