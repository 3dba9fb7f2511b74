/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The facts of the funnel as they come in; see wb-ledger-funnel.h and
 * wb-ledger-funnel-private.h. */

#include "config.h"

#include "wb-ledger-funnel-private.h"

#include <string.h>

#include "wb-ledger-call-rows.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-sights-private.h"

/* Between the parts of a key; no id has it. */
#define KEY_SEPARATOR "\x1f"

/**
 * wb_funnel_begin:
 * @ledger: the ledger, in a transaction
 * @set: which statistics
 *
 * Returns: (transfer none): what is to be counted, to be given to wb_funnel_end()
 */
WbFunnelCount *
wb_funnel_begin (WbLedger    *ledger,
                 WbLedgerSet  set)
{
  WbFunnelCount *self = ledger->funnel[set];

  if (!self) {
    self = g_new0 (WbFunnelCount, 1);
    self->ledger = ledger;
    self->set = set;
    self->is_quiet = set == WB_LEDGER_NEXT;
    self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    ledger->funnel[set] = self;
  }
  self->depth++;

  return self;
}

/**
 * wb_funnel_count_free:
 * @self: (transfer full): what was to be counted
 */
void
wb_funnel_count_free (WbFunnelCount *self)
{
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->sums);
  g_free (self);
}

WbStmt *
wb_funnel_prepare (WbFunnelCount  *self,
                   const char     *sql,
                   GError        **error)
{
  return wb_ledger_prepare (self->ledger, self->set, sql, error);
}

gboolean
wb_funnel_run (WbLedger       *ledger,
               const char     *ticket_id,
               WbFunnelAct     act,
               gconstpointer   data,
               GError        **error)
{
  WbFunnelCount *count = wb_funnel_begin (ledger, WB_LEDGER_SERVED);
  gboolean has = FALSE;

  if (!wb_funnel_end (count, act (count, data, error), error) ||
      !wb_ledger_recount_has (ledger, ticket_id, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  count = wb_funnel_begin (ledger, WB_LEDGER_NEXT);

  return wb_funnel_end (count, act (count, data, error), error);
}

/* (transfer full) (nullable): one of them, which is no more in it. */
static char *
take_key (GHashTable *keys)
{
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, keys);
  if (!g_hash_table_iter_next (&iter, &key, NULL))
    return NULL;
  g_hash_table_iter_steal (&iter);

  return key;
}

/* Counting a row may name others: those whose orders it takes or gives. */
static gboolean
count_rows (WbFunnelCount  *self,
            GError        **error)
{
  for (;;) {
    g_autofree char *key = take_key (self->rows);
    char *tool = NULL;

    if (!key)
      return TRUE;
    tool = strstr (key, KEY_SEPARATOR);
    *tool++ = '\0';
    if (!wb_funnel_count_row (self, key, tool, error))
      return FALSE;
  }
}

static gboolean
make_sums (WbFunnelCount  *self,
           GError        **error)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer delta = NULL;

  g_hash_table_iter_init (&iter, self->sums);
  while (g_hash_table_iter_next (&iter, &key, &delta)) {
    g_auto (GStrv) parts = g_strsplit (key, KEY_SEPARATOR, 5);

    if (!wb_funnel_make_sum (self, (const char *const *) parts, delta, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
count_all (WbFunnelCount  *self,
           GError        **error)
{
  self->zone = wb_ledger_judge_zone (self->ledger, self->set, error);
  self->now = wb_ledger_now (self->ledger);

  return self->zone && count_rows (self, error) && make_sums (self, error);
}

/**
 * wb_funnel_end:
 * @self: from wb_funnel_begin(); not to be used any more
 * @done: whether the facts could be written; when not, @error is set already
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: @done, and whether what it changed could be counted
 */
gboolean
wb_funnel_end (WbFunnelCount  *self,
               gboolean        done,
               GError        **error)
{
  gboolean counted = done;

  if (--self->depth > 0)
    return done;

  counted = done && count_all (self, error);
  self->ledger->funnel[self->set] = NULL;
  wb_funnel_count_free (self);

  return counted;
}

void
wb_ledger_funnel_hold (WbLedger *self)
{
  g_return_if_fail (self && !self->funnel[WB_LEDGER_SERVED]);

  wb_funnel_begin (self, WB_LEDGER_SERVED)->is_quiet = TRUE;
}

gboolean
wb_ledger_funnel_release (WbLedger  *self,
                          GError   **error)
{
  g_return_val_if_fail (self && self->funnel[WB_LEDGER_SERVED], FALSE);

  return wb_funnel_end (self->funnel[WB_LEDGER_SERVED], TRUE, error);
}

void
wb_funnel_touch_row (WbFunnelCount *self,
                     const char    *ticket_id,
                     const char    *tool)
{
  g_hash_table_add (self->rows, g_strjoin (KEY_SEPARATOR, ticket_id, tool, NULL));
}

WbFunnelDelta *
wb_funnel_touch_sum (WbFunnelCount *self,
                     gint64         day,
                     const char    *tool,
                     const char    *type,
                     const char    *placement,
                     const char    *currency)
{
  g_autofree char *day_text = g_strdup_printf ("%" G_GINT64_FORMAT, day);
  char *key = g_strjoin (KEY_SEPARATOR, day_text, tool, type, placement, currency, NULL);
  WbFunnelDelta *delta = g_hash_table_lookup (self->sums, key);

  if (delta) {
    g_free (key);
    return delta;
  }
  delta = g_new0 (WbFunnelDelta, 1);
  g_hash_table_insert (self->sums, key, delta);

  return delta;
}

gboolean
wb_funnel_need_row (WbFunnelCount  *self,
                    const char     *ticket_id,
                    const char     *tool,
                    const char     *type,
                    GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "INSERT INTO funnel_row@ (ticket, tool, type, currency, shop, who)"
                            " SELECT ?1, ?2, coalesce (?3, t.type, ''),"
                            " coalesce (json_extract (t.doc, '$.bound_order.currency'), ''),"
                            " json_extract (t.doc, '$.bound_order.store_id'), t.who"
                            " FROM (SELECT 1) LEFT JOIN ticket t ON t.id = ?1 WHERE TRUE"
                            " ON CONFLICT DO NOTHING",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  wb_stmt_bind_text (stmt, 2, tool);
  wb_stmt_bind_text (stmt, 3, type);

  return wb_stmt_run (stmt, error);
}

/* Writes a fact that only an earlier one replaces; places of one instant are told apart so that it
 * does not matter which came in first. */
static gboolean
set_first (WbFunnelCount  *self,
           const char     *sql,
           const char     *ticket_id,
           const char     *tool,
           const char     *placement,
           gint64          at,
           GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (!wb_funnel_need_row (self, ticket_id, tool, NULL, error))
    return FALSE;
  stmt = wb_funnel_prepare (self, sql, error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  wb_stmt_bind_text (stmt, 2, tool);
  wb_stmt_bind_int64 (stmt, 3, at);
  wb_stmt_bind_text (stmt, 4, placement ? placement : "");
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (wb_db_changes (self->ledger->db) > 0)
    wb_funnel_touch_row (self, ticket_id, tool);

  return TRUE;
}

gboolean
wb_funnel_offer (WbFunnelCount  *self,
                 const char     *ticket_id,
                 WbTool          tool,
                 WbPlacements    placement,
                 gint64          at,
                 GError        **error)
{
  return set_first (self,
                    "UPDATE funnel_row@ SET offer_at = ?3, offer_placement = ?4"
                    " WHERE ticket = ?1 AND tool = ?2 AND (offer_at IS NULL OR"
                    " offer_at > ?3 OR (offer_at = ?3 AND offer_placement > ?4))",
                    ticket_id, wb_tool_to_text (tool), wb_placement_to_text (placement), at, error);
}

static gboolean
ask (WbFunnelCount  *self,
     const char     *ticket_id,
     WbTool          tool,
     WbPlacements    placement,
     gint64          at,
     GError        **error)
{
  return set_first (self,
                    "UPDATE funnel_row@ SET ask_at = ?3, ask_placement = ?4"
                    " WHERE ticket = ?1 AND tool = ?2 AND (ask_at IS NULL OR"
                    " ask_at > ?3 OR (ask_at = ?3 AND ask_placement > ?4))",
                    ticket_id, wb_tool_to_text (tool), wb_placement_to_text (placement), at, error);
}

typedef struct
{
  const char *ticket;   /* (unowned) */
  WbTool tool;
  WbPlacements placement;
  gint64 at;
} Fact;

static gboolean
offer_fact (WbFunnelCount  *self,
            gconstpointer   data,
            GError        **error)
{
  const Fact *fact = data;

  return wb_funnel_offer (self, fact->ticket, fact->tool, fact->placement, fact->at, error);
}

static gboolean
ask_fact (WbFunnelCount  *self,
          gconstpointer   data,
          GError        **error)
{
  const Fact *fact = data;

  return ask (self, fact->ticket, fact->tool, fact->placement, fact->at, error);
}

/**
 * wb_ledger_funnel_offer:
 * @self: the ledger, in a transaction
 * @ticket_id: whose customer it was offered to
 * @tool: what
 * @placement: where; `WB_PLACEMENT_NONE` = by staff
 * @at: when, ms
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_offer (WbLedger      *self,
                        const char    *ticket_id,
                        WbTool         tool,
                        WbPlacements   placement,
                        gint64         at,
                        GError       **error)
{
  const Fact fact = { ticket_id, tool, placement, at };

  g_return_val_if_fail (self && ticket_id, FALSE);

  return wb_funnel_run (self, ticket_id, offer_fact, &fact, error);
}

/**
 * wb_ledger_funnel_take:
 * @self: the ledger, in a transaction
 * @ticket_id: whose customer took it
 * @tool: what; coupons tell of themselves (wb_ledger_funnel_coupon())
 * @placement: where; `WB_PLACEMENT_NONE` = from staff
 * @at: when, ms
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_take (WbLedger      *self,
                       const char    *ticket_id,
                       WbTool         tool,
                       WbPlacements   placement,
                       gint64         at,
                       GError       **error)
{
  const Fact fact = { ticket_id, tool, placement, at };

  g_return_val_if_fail (self && ticket_id, FALSE);

  return wb_funnel_run (self, ticket_id, ask_fact, &fact, error);
}

static gboolean
take_call (WbFunnelCount  *count,
           gconstpointer   data,
           GError        **error)
{
  const WbActivity *call = data;

  return wb_funnel_need_row (count, call->ticket, wb_tool_to_text (WB_TOOL_CALL_REQUEST),
                             call->ticket_type, error) &&
         ask (count, call->ticket, WB_TOOL_CALL_REQUEST, wb_placement_from_text (call->placement),
              call->created_at, error);
}

/**
 * wb_ledger_funnel_call:
 * @self: the ledger, in a transaction
 * @call: an activity as it is stored now; tasks leave no trace
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_call (WbLedger          *self,
                       const WbActivity  *call,
                       GError           **error)
{
  g_return_val_if_fail (self && call, FALSE);

  return !wb_activity_is_call (call) ||
         (wb_ledger_call_row_put (self, call, error) &&
          wb_funnel_run (self, call->ticket, take_call, call, error));
}

typedef struct
{
  const char *coupon;   /* (unowned) */
  const char *ticket;   /* (unowned) */
} CouponFact;

static gboolean
take_coupon (WbFunnelCount  *self,
             gconstpointer   data,
             GError        **error)
{
  const CouponFact *fact = data;

  wb_funnel_touch_row (self, fact->ticket, wb_tool_to_text (WB_TOOL_COUPON));
  wb_funnel_touch_row (self, fact->ticket, wb_tool_to_text (WB_TOOL_CALL_REQUEST));

  return wb_funnel_assign_coupon (self, fact->coupon, error);
}

/**
 * wb_ledger_funnel_coupon:
 * @self: the ledger, in a transaction
 * @coupon_id: a coupon's id
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_coupon (WbLedger    *self,
                         const char  *coupon_id,
                         GError     **error)
{
  g_autofree char *ticket = NULL;
  CouponFact fact = { coupon_id, NULL };

  g_return_val_if_fail (self && coupon_id, FALSE);

  if (!wb_ledger_find_text (self, "SELECT ticket FROM coupon WHERE id = ?", coupon_id, &ticket,
                            error))
    return FALSE;
  fact.ticket = ticket;

  return !ticket || wb_funnel_run (self, ticket, take_coupon, &fact, error);
}

/**
 * wb_funnel_who:
 * @ledger: the ledger
 * @email: (nullable): an e-mail
 *
 * Returns: (transfer full) (nullable): a sum of it that only this ledger's secret gives, the same
 *   for each way of writing the address
 */
char *
wb_funnel_who (WbLedger   *ledger,
               const char *email)
{
  g_autofree char *bare = email ? g_strstrip (g_strdup (email)) : NULL;
  g_autofree char *folded = NULL;
  g_autofree char *message = NULL;

  if (!bare || *bare == '\0' || !ledger->link_secret)
    return NULL;

  folded = g_utf8_casefold (bare, -1);
  message = g_strconcat ("customer\n", folded, NULL);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) ledger->link_secret,
                                    strlen (ledger->link_secret), message, -1);
}

static gboolean
run_two (WbFunnelCount  *self,
         const char     *sql,
         const char     *first,
         const char     *second,
         GError        **error)
{
  g_autoptr (WbStmt) stmt = wb_funnel_prepare (self, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, first);
  wb_stmt_bind_text (stmt, 2, second);

  return wb_stmt_run (stmt, error);
}

/* Orders of the present customer, and of the one that was, may count for others now. */
static gboolean
assign_of_ticket (WbFunnelCount  *count,
                  const char     *ticket_id,
                  const char     *old_who,
                  const char     *who,
                  GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_funnel_prepare (count,
                            "SELECT shop, taken_at FROM funnel_row@ WHERE ticket = ?"
                            " AND shop IS NOT NULL AND taken_at IS NOT NULL",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  for (;;) {
    gint64 taken = 0;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    taken = wb_stmt_get_int64 (stmt, 1);
    if (!wb_funnel_assign_window (count, old_who, wb_stmt_get_text (stmt, 0), taken,
                                  taken + WB_FUNNEL_WINDOW_MS, error) ||
        !wb_funnel_assign_window (count, who, wb_stmt_get_text (stmt, 0), taken,
                                  taken + WB_FUNNEL_WINDOW_MS, error))
      return FALSE;
  }
}

typedef struct
{
  const char *ticket;   /* (unowned) */
  const char *old_who;  /* (unowned) (nullable) */
  const char *who;      /* (unowned) (nullable) */
} TicketFact;

static gboolean
take_ticket (WbFunnelCount  *self,
             gconstpointer   data,
             GError        **error)
{
  const TicketFact *fact = data;

  return run_two (self, "UPDATE funnel_row@ SET who = ?1 WHERE ticket = ?2", fact->who,
                  fact->ticket, error) &&
         assign_of_ticket (self, fact->ticket, fact->old_who, fact->who, error);
}

/**
 * wb_ledger_funnel_ticket:
 * @self: the ledger, in a transaction
 * @ticket_id: a stored ticket
 * @email: (nullable): its customer's
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_ticket (WbLedger    *self,
                         const char  *ticket_id,
                         const char  *email,
                         GError     **error)
{
  g_autofree char *who = wb_funnel_who (self, email);
  g_autofree char *old_who = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  TicketFact fact = { ticket_id, NULL, who };

  if (!wb_ledger_find_text (self, "SELECT who FROM ticket WHERE id = ?", ticket_id, &old_who,
                            error))
    return FALSE;
  if (g_strcmp0 (old_who, who) == 0)
    return TRUE;
  fact.old_who = old_who;

  stmt = wb_db_prepare (self->db, "UPDATE ticket SET who = ?1 WHERE id = ?2", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, who);
  wb_stmt_bind_text (stmt, 2, ticket_id);

  return wb_stmt_run (stmt, error) &&
         wb_funnel_run (self, ticket_id, take_ticket, &fact, error);
}
