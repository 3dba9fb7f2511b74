/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See funnel-world.h. */

#include "config.h"

#include "funnel-world.h"

#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-orders.h"
#include "wb-ledger-sights.h"
#include "wb-ledger-tickets.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

static const char tables[] =
  "CREATE TABLE ticket (id TEXT PRIMARY KEY, type TEXT, email TEXT, shop TEXT, currency TEXT);"
  "CREATE TABLE offer (ticket TEXT, tool TEXT, placement TEXT, at INTEGER);"
  "CREATE TABLE seen (ticket TEXT, tool TEXT);"
  "CREATE TABLE click (ticket TEXT, placement TEXT, at INTEGER);"
  "CREATE TABLE call (ticket TEXT, placement TEXT, at INTEGER);"
  "CREATE TABLE coupon (id TEXT PRIMARY KEY, ticket TEXT, placement TEXT, activity TEXT, state TEXT,"
  " at INTEGER, expires INTEGER, revenue INTEGER, currency TEXT, order_code TEXT);"
  "CREATE TABLE shop_order (id TEXT, shop TEXT, email TEXT, coupon TEXT, is_certain INTEGER,"
  " counted INTEGER, currency TEXT, minor INTEGER, at INTEGER, PRIMARY KEY (id, shop));"
  "CREATE TABLE now (at INTEGER);";

/* What the funnel should say, by the plain tables. */
static const char expectation[] =
  "WITH tool_of AS (SELECT *, CASE WHEN activity = '' THEN 'coupon' ELSE 'call_request' END AS tool"
  " FROM coupon),"
  /* What was taken. */
  " take AS (SELECT ticket, 'call_request' AS tool, placement, at FROM call"
  " UNION ALL SELECT ticket, 'banner', placement, at FROM click"
  " UNION ALL SELECT ticket, tool, placement, at FROM tool_of WHERE state <> 'failed'),"
  " offering AS (SELECT ticket, tool, placement, at, 0 AS kind FROM offer"
  " UNION ALL SELECT ticket, tool, placement, at, 1 FROM take"
  " UNION ALL SELECT ticket, tool, placement, at, 1 FROM tool_of WHERE state = 'failed' AND placement <> ''),"
  " first AS (SELECT *, row_number() OVER (PARTITION BY ticket, tool ORDER BY at, kind, placement) AS n"
  " FROM offering),"
  " way AS (SELECT f.ticket, f.tool, f.placement, f.at AS offered_at, t.type, t.currency, t.shop, t.email,"
  " (SELECT min (at) FROM take k WHERE k.ticket = f.ticket AND k.tool = f.tool) AS taken_at,"
  " (EXISTS (SELECT 1 FROM seen s WHERE s.ticket = f.ticket AND s.tool = f.tool)"
  " OR EXISTS (SELECT 1 FROM take k WHERE k.ticket = f.ticket AND k.tool = f.tool AND k.placement <> ''))"
  " AS shown FROM first f JOIN ticket t ON t.id = f.ticket WHERE n = 1),"
  /* Whose each order is. */
  " own AS (SELECT o.id, o.shop, c.ticket, c.tool, o.currency, o.minor, o.is_certain AS certain"
  " FROM shop_order o JOIN tool_of c ON c.id = o.coupon WHERE o.counted),"
  " guess AS (SELECT o.id, o.shop, w.ticket, w.tool, o.currency, o.minor, 0 AS certain,"
  " row_number() OVER (PARTITION BY o.id, o.shop ORDER BY w.taken_at DESC, w.ticket, w.tool) AS n"
  " FROM shop_order o JOIN way w ON lower (w.email) = lower (o.email) AND w.email <> '' AND w.shop = o.shop"
  " AND w.taken_at <= o.at AND o.at - w.taken_at <= 30 * 86400000"
  " WHERE o.counted AND NOT EXISTS (SELECT 1 FROM coupon c WHERE c.id = o.coupon)"
  " AND NOT EXISTS (SELECT 1 FROM coupon c JOIN ticket t ON t.id = c.ticket WHERE c.order_code = o.id"
  " AND c.state = 'used' AND lower (t.email) = lower (o.email) AND t.shop = o.shop)),"
  " brought AS (SELECT ticket, tool, currency, minor, certain FROM own"
  " UNION ALL SELECT ticket, tool, currency, minor, certain FROM guess WHERE n = 1"
  " UNION ALL SELECT ticket, tool, currency, revenue, 1 FROM tool_of c WHERE state = 'used'"
  " AND NOT EXISTS (SELECT 1 FROM shop_order o WHERE o.coupon = c.id AND o.counted)),"
  " done AS (SELECT w.*, date (offered_at / 1000, 'unixepoch', 'localtime') AS day,"
  " EXISTS (SELECT 1 FROM brought b WHERE b.ticket = w.ticket AND b.tool = w.tool AND b.certain) AS used,"
  " EXISTS (SELECT 1 FROM brought b WHERE b.ticket = w.ticket AND b.tool = w.tool) AS ordered,"
  " (SELECT max (c.expires) FROM tool_of c WHERE c.ticket = w.ticket AND c.tool = w.tool"
  " AND c.state IN ('pending', 'active') AND NOT EXISTS (SELECT 1 FROM shop_order o WHERE o.coupon = c.id"
  " AND o.counted)) AS live FROM way w),"
  " lines AS (SELECT day, tool, type, placement, currency, count(*) AS offered, sum (shown) AS shown,"
  " count(taken_at) AS taken, sum (used) AS used, sum (ordered AND NOT used) AS probable,"
  " sum (NOT used AND (coalesce (taken_at, offered_at) + 30 * 86400000 > (SELECT at FROM now)"
  " OR coalesce (live, 0) >= (SELECT at FROM now))) AS open FROM done GROUP BY 1, 2, 3, 4, 5),"
  " per AS (SELECT d.day, d.tool, d.type, d.placement, b.currency, b.ticket,"
  " sum (CASE WHEN b.certain THEN b.minor ELSE 0 END) AS r, sum (CASE WHEN b.certain THEN 0 ELSE b.minor END)"
  " AS p FROM done d JOIN brought b ON b.ticket = d.ticket AND b.tool = d.tool WHERE b.currency <> ''"
  " GROUP BY 1, 2, 3, 4, 5, 6),"
  " money AS (SELECT day, tool, type, placement, currency, sum (r) AS r, sum (p) AS p,"
  " sum (1.0 * r * r) AS rr, sum (1.0 * (r + p) * (r + p)) AS aa FROM per GROUP BY 1, 2, 3, 4, 5),"
  " keys AS (SELECT day, tool, type, placement, currency FROM lines UNION SELECT day, tool, type, placement,"
  " currency FROM money)"
  " SELECT k.*, coalesce (l.offered, 0), CASE WHEN k.placement IN ('', 'email') THEN -1"
  " ELSE coalesce (l.shown, 0) END, coalesce (l.taken, 0), coalesce (l.used, 0), coalesce (l.probable, 0),"
  " coalesce (l.open, 0), coalesce (m.r, 0), coalesce (m.p, 0), coalesce (m.rr, 0), coalesce (m.aa, 0)"
  " FROM keys k LEFT JOIN lines l USING (day, tool, type, placement, currency)"
  " LEFT JOIN money m USING (day, tool, type, placement, currency) ORDER BY 1, 2, 3, 4, 5";

static void
put_account (World *self)
{
  g_autoptr (WbAccount) account = wb_account_new ();
  static const char *const words[] = { "cs", NULL };
  static const char *const currencies[] = { "CZK", "EUR", NULL };

  account->id = g_strdup ("a1");
  account->time_zone = g_strdup (self->zone);
  account->default_language = g_strdup ("cs");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((GStrv) words);
  g_strfreev (account->currencies);
  account->currencies = g_strdupv ((GStrv) currencies);
  account->default_currency = g_strdup ("CZK");
  account->version = 1;
  g_assert_true (wb_ledger_account_put (self->ledger, account, NULL));
}

static void
put_store (World      *self,
           const char *id,
           const char *name)
{
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();
  static const char *const currencies[] = { "CZK", "EUR", NULL };

  store->id = g_strdup (id);
  store->store_id = g_strdup (name);
  store->platform = g_strdup ("shoptet");
  store->currencies = g_strdupv ((GStrv) currencies);
  store->connection = g_strdup ("connected");
  store->last_sync_at = WB_TIME_NONE;
  g_assert_true (wb_ledger_store_put (self->ledger, store, NULL, NULL));
}

/* An empty ledger, as a file: making one takes its time. */
static void
put_template (const char *path,
              WbClock    *clock,
              WbRandom   *random)
{
  static char *bytes = NULL;
  static gsize size = 0;
  g_autoptr (GError) error = NULL;

  if (!bytes) {
    g_autoptr (WbLedger) ledger = wb_ledger_open (path, clock, random, TRUE, &error);

    g_assert_no_error (error);
    g_clear_pointer (&ledger, wb_ledger_close);
    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    return;
  }
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
}

World *
world_new (const char *zone)
{
  World *self = g_new0 (World, 1);
  g_autofree char *path = NULL;
  g_autofree char *facts = NULL;
  g_autoptr (WbRandom) random = wb_seeded_random_new (7);
  g_autoptr (GError) error = NULL;

  /* What SQLite calls local time. */
  g_setenv ("TZ", zone, TRUE);
  tzset ();
  self->zone = g_strdup (zone);
  self->texts = g_string_chunk_new (1024);
  self->dir = g_dir_make_tmp ("wb-funnel-XXXXXX", NULL);
  path = g_build_filename (self->dir, "portal.db", NULL);
  facts = g_build_filename (self->dir, "facts.db", NULL);
  self->clock = wb_movable_clock_new ((gint64) BASE_DAY * WB_DAY_MS, FALSE);
  put_template (path, WB_CLOCK (self->clock), random);
  self->ledger = wb_ledger_open (path, WB_CLOCK (self->clock), random, TRUE, &error);
  g_assert_no_error (error);
  self->facts = wb_db_open (facts, WB_DB_READ_WRITE | WB_DB_CREATE, &error);
  g_assert_no_error (error);
  g_assert_true (wb_db_exec (self->facts, tables, &error));
  g_assert_no_error (error);
  /* Both are thrown away. */
  g_assert_true (wb_db_exec (self->facts, "PRAGMA synchronous = OFF", NULL));
  g_assert_true (wb_db_exec (self->ledger->db, "PRAGMA synchronous = OFF", NULL));
  put_account (self);
  put_store (self, "sA", "A");
  put_store (self, "sB", "B");
  world_tell (self, "now 0");

  return self;
}

void
world_free (World *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name = NULL;

  wb_ledger_close (self->ledger);
  wb_db_close (self->facts);
  dir = g_dir_open (self->dir, 0, NULL);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (self->dir), ==, 0);
  g_object_unref (self->clock);
  g_free (self->zone);
  g_string_chunk_free (self->texts);
  g_free (self->dir);
  g_free (self);
}

gint64
world_time (World      *self,
            const char *text)
{
  return (gint64) BASE_DAY * WB_DAY_MS + (gint64) (g_ascii_strtod (text, NULL) * (double) WB_DAY_MS);
}

/* Writes a row of the plain tables; a "-" is an empty text. */
static void
note (World      *self,
      const char *sql,
      ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->facts, sql, &error);
  const char *value = NULL;
  va_list values;
  int i = 1;

  g_assert_no_error (error);
  va_start (values, sql);
  while ((value = va_arg (values, const char *)))
    wb_stmt_bind_text (stmt, i++, g_str_equal (value, "-") ? "" : value);
  va_end (values);
  wb_stmt_run (stmt, &error);
  g_assert_no_error (error);
}

#define AT(text) (at_text (self, text))

static const char *
at_text (World      *self,
         const char *text)
{
  char buffer[32];

  g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, world_time (self, text));

  return g_string_chunk_insert_const (self->texts, buffer);
}

static char *
dup_known (const char *text)
{
  return !text || g_str_equal (text, "-") ? NULL : g_strdup (text);
}

static void
tell_ticket (World *self,
             GStrv  words)
{
  g_autoptr (WbTicket) ticket = wb_ticket_new ();

  ticket->id = g_strdup (words[1]);
  ticket->code = g_strdup (words[1]);
  ticket->type = g_strdup (words[2]);
  ticket->customer_email = dup_known (words[3]);
  ticket->has_order = !g_str_equal (words[5], "-");
  ticket->order_store_id = dup_known (words[4]);
  ticket->order_currency = dup_known (words[5]);
  ticket->created_at = world_time (self, "0");
  ticket->updated_at = ticket->created_at;
  ticket->closed_at = WB_TIME_NONE;
  ticket->deleted_at = WB_TIME_NONE;
  ticket->version = 1;
  g_assert_true (wb_ledger_ticket_put (self->ledger, ticket, NULL));
  note (self, "INSERT OR REPLACE INTO ticket VALUES (?, ?, ?, ?, ?)", words[1], words[2], words[3], words[4],
        words[5], NULL);
}

/* One member of the ticket is another one now. */
static void
change_ticket (World *self,
               GStrv  words)
{
  g_autoptr (WbTicket) ticket = NULL;

  g_assert_true (wb_ledger_ticket_get (self->ledger, words[1], &ticket, NULL));
  if (g_str_equal (words[0], "delete")) {
    g_assert_true (wb_ledger_ticket_delete (self->ledger, ticket, NULL));
    return;
  }
  g_free (g_str_equal (words[0], "email") ? ticket->customer_email : ticket->type);
  if (g_str_equal (words[0], "email")) {
    ticket->customer_email = dup_known (words[2]);
    note (self, "UPDATE ticket SET email = ? WHERE id = ?", words[2], words[1], NULL);
  } else {
    ticket->type = g_strdup (words[2]);
  }
  g_assert_true (wb_ledger_ticket_save (self->ledger, ticket, FALSE, NULL, NULL));
}

static WbTool
find_tool (const char *name)
{
  for (int i = 0; i < WB_N_TOOLS; i++) {
    if (g_str_equal (wb_tool_to_text ((WbTool) i), name))
      return (WbTool) i;
  }
  g_assert_not_reached ();
}

static void
tell_offer (World *self,
            GStrv  words)
{
  g_assert_true (wb_ledger_funnel_offer (self->ledger, words[1], find_tool (words[2]),
                                         wb_placement_from_text (words[3]), world_time (self, words[4]), NULL));
  note (self, "INSERT INTO offer VALUES (?, ?, ?, ?)", words[1], words[2], words[3], AT (words[4]), NULL);
}

static char *
find_type (World      *self,
           const char *ticket)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->ledger->db, "SELECT type FROM ticket WHERE id = ?", NULL);
  gboolean has_row = FALSE;

  wb_stmt_bind_text (stmt, 1, ticket);
  g_assert_true (wb_stmt_step (stmt, &has_row, NULL) && has_row);

  return wb_stmt_dup_text (stmt, 0);
}

/* view TICKET PLACEMENT TOOLS TIME WHO / click TICKET PLACEMENT TIME WHO */
static void
tell_sight (World *self,
            GStrv  words)
{
  static guint n_sights = 0;
  gboolean is_click = g_str_equal (words[0], "click");
  const char *who = words[is_click ? 4 : 5];
  g_autofree char *id = g_strdup_printf ("s%u", n_sights++);
  g_auto (GStrv) tools = g_strsplit (is_click ? "" : words[3], "+", -1);
  g_autofree char *type = find_type (self, words[1]);
  WbLedgerSight sight = { .type = type };
  gboolean is_new = FALSE;

  sight.sight.id = id;
  sight.sight.at = world_time (self, words[is_click ? 3 : 4]);
  sight.sight.kind = is_click ? WB_SIGHT_CLICK
                     : g_str_equal (words[2], "email") ? WB_SIGHT_LOOK : WB_SIGHT_VIEW;
  sight.sight.ticket = words[1];
  sight.sight.banner = "b1";
  sight.sight.placement = wb_placement_from_text (words[2]);
  sight.sight.is_head = g_str_equal (who, "head");
  sight.sight.agent = g_str_equal (who, "bot") ? "Mozilla/5.0 (compatible; Googlebot/2.1)" : "Mozilla/5.0";
  for (int i = 0; tools[i]; i++) {
    sight.offered |= 1u << find_tool (tools[i]);
    note (self, "INSERT INTO offer VALUES (?, ?, ?, ?)", words[1], tools[i], words[2], AT (words[4]), NULL);
    if (g_str_equal (who, "person") && !g_str_equal (words[2], "email"))
      note (self, "INSERT INTO seen VALUES (?, ?)", words[1], tools[i], NULL);
  }
  g_assert_true (wb_ledger_sight_add (self->ledger, &sight, &is_new, NULL));
  g_assert_true (is_new);
  if (is_click && g_str_equal (who, "person"))
    note (self, "INSERT INTO click VALUES (?, ?, ?)", words[1], words[2], AT (words[3]), NULL);
}

static void
tell_call (World *self,
           GStrv  words)
{
  g_autoptr (WbActivity) call = wb_activity_new ();

  call->id = g_strdup (words[1]);
  call->ticket = g_strdup (words[2]);
  call->kind = g_strdup ("call_request");
  call->status = g_strdup ("open");
  call->placement = g_strdup (words[3]);
  call->created_at = world_time (self, words[4]);
  call->due_at = call->created_at + 2 * WB_DAY_MS;
  call->original_due_at = call->due_at;
  call->updated_at = call->created_at;
  call->version = 1;
  g_assert_true (wb_ledger_activity_put (self->ledger, call, NULL));
  note (self, "INSERT INTO call VALUES (?, ?, ?)", words[2], words[3], AT (words[4]), NULL);
}

#define COUPON_DAYS 14

static void
tell_coupon (World *self,
             GStrv  words)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_new ();
  gboolean has_order = g_strv_length (words) > 7;

  coupon->id = g_strdup (words[1]);
  coupon->ticket = g_strdup (words[2]);
  coupon->placement = g_str_equal (words[3], "staff") ? NULL : g_strdup (words[3]);
  coupon->issued_by = g_str_equal (words[3], "staff") ? g_strdup ("u1") : NULL;
  coupon->activity = dup_known (words[4]);
  coupon->state = g_strdup (words[5]);
  coupon->store = g_strdup ("sA");
  coupon->platform = g_strdup ("shoptet");
  coupon->code = g_ascii_strup (words[1], -1);
  coupon->kind = g_strdup ("fixed");
  coupon->amount = g_strdup ("200.00");
  coupon->currency = g_strdup ("CZK");
  coupon->created_at = world_time (self, words[6]);
  coupon->expires_at = coupon->created_at + COUPON_DAYS * WB_DAY_MS;
  coupon->used_at = WB_TIME_NONE;
  coupon->updated_at = coupon->created_at;
  coupon->version = 1;
  if (has_order) {
    coupon->revenue = g_strdup (words[7]);
    coupon->revenue_currency = g_strdup (words[8]);
    coupon->used_order_code = g_strdup (words[9]);
    coupon->used_at = coupon->created_at + WB_HOUR_MS;
  }
  g_assert_true (wb_ledger_coupon_put (self->ledger, coupon, NULL));
  note (self, "INSERT OR REPLACE INTO coupon SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?6 + 14 * 86400000,"
        " max (CAST (replace (?7, '.', '') AS INTEGER), 0), ?8, ?9", words[1], words[2],
        coupon->placement ? words[3] : "-", words[4], words[5], AT (words[6]), has_order ? words[7] : "0",
        has_order ? words[8] : "-", has_order ? words[9] : "-", NULL);
}

static WbMoney
read_money (const char *text,
            const char *currency)
{
  WbMoney money = WB_MONEY_NONE;

  g_assert_true (wb_money_parse_api (text, currency, TRUE, &money, NULL));

  return money;
}

static void
tell_order (World *self,
            GStrv  words)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  WbShopOrder *order = wb_shop_order_new ();
  g_autofree char *store = g_strconcat ("s", words[2], NULL);
  gboolean is_test = g_str_equal (words[5], "test");
  gboolean is_guess = words[4][0] == '?';
  const char *coupon = is_guess ? words[4] + 1 : words[4];
  g_auto (GStrv) coupons = NULL;
  g_autofree char *minor = NULL;

  g_ptr_array_add (orders, order);
  order->remote_id = g_strdup (words[1]);
  order->code = g_strdup (words[1]);
  order->is_test = is_test;
  order->state = WB_SHOP_ORDER_PAID;
  if (!is_test)
    g_assert_true (wb_shop_order_state_from_text (words[5], &order->state));
  order->total = read_money (words[6], words[9]);
  order->refunded = read_money (words[7], words[9]);
  order->email = dup_known (words[3]);
  order->created_at = world_time (self, words[8]);
  order->updated_at = order->created_at;
  coupons = g_strsplit (g_str_equal (coupon, "-") ? "" : coupon, "+", -1);
  for (int i = 0; coupons[i]; i++) {
    WbShopOrderCoupon *link = wb_shop_order_coupon_new ();

    link->code = g_strdup (coupons[i]);
    link->is_certain = !is_guess;
    g_ptr_array_add (order->coupons, link);
  }
  g_assert_true (wb_ledger_orders_take (self->ledger, store, orders, NULL));
  minor = g_strdup_printf ("%" G_GINT64_FORMAT, order->state == WB_SHOP_ORDER_REFUNDED
                           ? 0 : MAX (order->total.minor - order->refunded.minor, 0));
  note (self, "INSERT OR REPLACE INTO shop_order SELECT ?, ?, ?, ?, CAST (? AS INTEGER), CAST (? AS INTEGER),"
        " ?, CAST (? AS INTEGER), CAST (? AS INTEGER)", words[1], words[2], words[3],
        coupons[0] ? coupons[0] : "-", is_guess ? "0" : "1",
        is_test || order->state == WB_SHOP_ORDER_CANCELLED ? "0" : "1", words[9], minor, AT (words[8]), NULL);
}

static void
tell_now (World *self,
          GStrv  words)
{
  gint64 now = world_time (self, words[1]);

  wb_movable_clock_advance (self->clock, now - wb_clock_now (WB_CLOCK (self->clock)));
  note (self, "DELETE FROM now", NULL);
  note (self, "INSERT INTO now VALUES (CAST (? AS INTEGER))", AT (words[1]), NULL);
}

static const struct {
  const char *word;
  void (*tell)(World *self, GStrv words);
} kinds[] = {
  { "ticket", tell_ticket }, { "delete", change_ticket }, { "email", change_ticket },
  { "type", change_ticket }, { "offer", tell_offer }, { "view", tell_sight }, { "click", tell_sight },
  { "call", tell_call }, { "coupon", tell_coupon }, { "order", tell_order }, { "now", tell_now },
};

void
world_tell (World      *self,
            const char *facts)
{
  g_auto (GStrv) lines = g_strsplit (facts, "; ", -1);

  for (int i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
    gsize k = 0;

    while (k < G_N_ELEMENTS (kinds) && !g_str_equal (kinds[k].word, words[0]))
      k++;
    g_assert_cmpuint (k, <, G_N_ELEMENTS (kinds));
    g_assert_true (wb_db_begin_immediate (self->ledger->db, NULL));
    kinds[k].tell (self, words);
    g_assert_true (wb_db_commit (self->ledger->db, NULL));
  }
}

char *
world_dump (World *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count = 0;
  gboolean more = TRUE;

  while (more) {
    g_assert_true (wb_db_begin_immediate (self->ledger->db, NULL));
    g_assert_true (wb_ledger_funnel_pass_time (self->ledger, &more, &error));
    g_assert_true (wb_db_commit (self->ledger->db, NULL));
  }
  rows = wb_ledger_funnel_rows (self->ledger, 0, G_MAXINT32, G_MAXINT, 0, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, rows->len);
  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);

    g_string_append_printf (text, "%d %s %s %s %s %" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
                            "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                            "+%" G_GINT64_FORMAT " %.10g %.10g\n", row->day - BASE_DAY,
                            wb_tool_to_text (row->tool), row->type ? row->type : "-",
                            row->placement ? row->placement : "-", row->currency ? row->currency : "-",
                            row->offered, row->shown, row->taken, row->used, row->used_probable, row->open,
                            row->revenue, row->revenue_probable, row->revenue_squares,
                            row->revenue_all_squares);
    g_assert_cmpint (row->used + row->used_probable, <=, row->taken);
    g_assert_cmpint (row->taken, <=, row->offered);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
or_dash (const char *text)
{
  return *text == '\0' ? "-" : text;
}

char *
world_expect (World *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->facts, expectation, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  for (;;) {
    gint32 day = 0;

    wb_stmt_step (stmt, &has_row, &error);
    g_assert_no_error (error);
    if (!has_row)
      return g_string_free (g_steal_pointer (&text), FALSE);
    g_assert_true (wb_date_parse (wb_stmt_get_text (stmt, 0), &day));
    g_string_append_printf (text, "%d", day - BASE_DAY);
    for (int i = 1; i < 5; i++)
      g_string_append_printf (text, " %s", or_dash (wb_stmt_get_text (stmt, i)));
    for (int i = 5; i < 11; i++)
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i == 5 ? " " : "/", wb_stmt_get_int64 (stmt, i));
    g_string_append_printf (text, " %" G_GINT64_FORMAT "+%" G_GINT64_FORMAT " %.10g %.10g\n",
                            wb_stmt_get_int64 (stmt, 11), wb_stmt_get_int64 (stmt, 12),
                            wb_stmt_get_double (stmt, 13), wb_stmt_get_double (stmt, 14));
  }
}

void
world_assert (World *self)
{
  g_autofree char *dump = world_dump (self);
  g_autofree char *expected = world_expect (self);

  g_assert_cmpstr (dump, ==, expected);
}

gint64
world_ask (World      *self,
           const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->ledger->db, sql, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  wb_stmt_step (stmt, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);

  return wb_stmt_get_int64 (stmt, 0);
}
