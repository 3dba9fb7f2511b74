/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons as CSV, one row at a time; see wb-coupon-list.h. Amounts have the point of the API, so
 * that a program reads them; names, states and the header are for people. */

#include "config.h"

#include "wb-coupon-list.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-coupon-row.h"
#include "wb-csv.h"
#include "wb-shop-connection.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

/* Written at once. */
#define CHUNK_BYTES 65536
#define ROWS_A_STEP 1000

typedef struct
{
  WbDb *db;            /* (unowned) */
  GTimeZone *zone;     /* (unowned) */
  GHashTable *types;   /* (owned) (element-type utf8 utf8) names by their ids */
  GHashTable *stores;  /* (owned) (element-type utf8 utf8) */
  GHashTable *users;   /* (owned) (element-type utf8 utf8) */
  GString *text;       /* (owned) not written yet */
} Export;

static void
clear_export (Export *export)
{
  g_clear_pointer (&export->types, g_hash_table_unref);
  g_clear_pointer (&export->stores, g_hash_table_unref);
  g_clear_pointer (&export->users, g_hash_table_unref);
  if (export->text)
    g_string_free (g_steal_pointer (&export->text), TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, clear_export)

static void
add_name (GHashTable *names,
          const char *id,
          const char *name)
{
  if (id && name && *name != '\0')
    g_hash_table_insert (names, g_strdup (id), g_strdup (name));
}

static gboolean
read_types (Export  *export,
            GError **error)
{
  g_autoptr (GPtrArray) types = wb_ticket_type_store_list (export->db, error);
  g_autoptr (WbAccount) account = types ? wb_account_store_get (export->db, error) : NULL;
  g_autofree char *language = g_strndup (g_get_language_names ()[0], 2);

  if (!types)
    return FALSE;
  /* At level 0 there is no account. */
  g_clear_error (error);
  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);

    add_name (export->types, type->id,
              wb_lang_text_pick (type->name, language,
                                 account ? account->default_language : NULL));
  }

  return TRUE;
}

static gboolean
read_stores (Export  *export,
             GError **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (export->db, error);
  g_autoptr (GPtrArray) connections = stores ? wb_shop_connection_list (export->db, error) : NULL;

  if (!connections)
    return FALSE;
  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    add_name (export->stores, store->id, store->name ? store->name : store->store_id);
  }
  for (guint i = 0; i < connections->len; i++) {
    const WbShopConnection *connection = g_ptr_array_index (connections, i);

    add_name (export->stores, connection->id, connection->name);
  }

  return TRUE;
}

static gboolean
read_users (Export  *export,
            GError **error)
{
  g_autoptr (GPtrArray) users = wb_user_store_list (export->db, error);

  if (!users)
    return FALSE;
  for (guint i = 0; i < users->len; i++) {
    const WbUser *user = g_ptr_array_index (users, i);

    add_name (export->users, user->id, user->full_name);
  }

  return TRUE;
}

static gboolean
read_names (Export  *export,
            GError **error)
{
  export->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  export->stores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  export->users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return read_types (export, error) && read_stores (export, error) && read_users (export, error);
}

static const char *
find_name (GHashTable *names,
           const char *id)
{
  const char *name = id ? g_hash_table_lookup (names, id) : NULL;

  return name ? name : id;
}

static void
append_digits (char **at,
               int    value,
               int    n_digits)
{
  for (int i = n_digits - 1; i >= 0; i--) {
    (*at)[i] = (char) ('0' + value % 10);
    value /= 10;
  }
  *at += n_digits;
}

/* "2025-10-03 12:01", without the GDateTime that would cost more than the rest of the row. */
static void
append_time (Export *export,
             gint64  ms)
{
  char text[32] = "";
  char *at = text;
  gint64 local = 0;
  gint32 days = 0;
  int minutes = 0;
  GDate date;

  if (ms != WB_TIME_NONE) {
    local = wb_time_to_local (ms, export->zone);
    days = wb_date_of_time (ms, export->zone);
    minutes = (int) ((local - days * WB_DAY_MS) / WB_MINUTE_MS);
    g_date_clear (&date, 1);
    /* Julian days of GLib begin with 1 on 0001-01-01; 1970-01-01 is 719163. */
    g_date_set_julian (&date, (guint32) (days + 719163));
    append_digits (&at, g_date_get_year (&date), 4);
    *at++ = '-';
    append_digits (&at, g_date_get_month (&date), 2);
    *at++ = '-';
    append_digits (&at, g_date_get_day (&date), 2);
    *at++ = ' ';
    append_digits (&at, minutes / 60, 2);
    *at++ = ':';
    append_digits (&at, minutes % 60, 2);
    *at = '\0';
  }
  wb_csv_append_cell (export->text, text, FALSE);
}

static void
append_cell (Export     *export,
             const char *text)
{
  wb_csv_append_cell (export->text, text, FALSE);
}

static void
append_header (Export *export)
{
  const char *cells[] = {
    _ ("Code"), _ ("State"), _ ("Value"), _ ("Currency"), _ ("Minimum order"), _ ("Created"),
    _ ("Valid until"), _ ("Ticket"), _ ("Ticket type"), _ ("Customer"), _ ("Shop"),
    _ ("Given by"), _ ("Used on"), _ ("Order"), _ ("Revenue"), _ ("Revenue currency"),
    _ ("Refunded"), _ ("Order is probable"), _ ("Problem"), NULL,
  };

  wb_csv_append_row (export->text, cells);
}

/* A percent has its sign: 10 % of a currency is not 10 of it. */
static void
append_value (Export         *export,
              const WbCoupon *coupon)
{
  g_autofree char *percent = NULL;

  if (g_strcmp0 (coupon->kind, "percent") == 0)
    percent = g_strconcat (coupon->amount, "%", NULL);
  append_cell (export, percent ? percent : coupon->amount);
}

static void
append_coupon (Export         *export,
               const WbCoupon *coupon,
               const char     *customer)
{
  append_cell (export, coupon->code);
  /* The word of the API, as winbackctl says it: who reads the file may be a program. */
  append_cell (export, coupon->state);
  append_value (export, coupon);
  append_cell (export, coupon->currency);
  append_cell (export, coupon->min_order_value);
  append_time (export, coupon->created_at);
  append_time (export, coupon->expires_at);
  append_cell (export, coupon->ticket_code ? coupon->ticket_code : coupon->ticket);
  append_cell (export, find_name (export->types, coupon->ticket_type));
  append_cell (export, customer);
  append_cell (export, find_name (export->stores, coupon->store));
  append_cell (export, coupon->issued_by ? find_name (export->users, coupon->issued_by)
                                         : C_ ("coupon given by", "Customer"));
  append_time (export, coupon->used_at);
  append_cell (export, coupon->used_order_code);
  append_cell (export, coupon->revenue);
  append_cell (export, coupon->revenue ? coupon->revenue_currency : NULL);
  append_cell (export, coupon->refunded);
  append_cell (export, coupon->is_probable ? _ ("Yes") : NULL);
  wb_csv_append_cell (export->text, coupon->error_message, TRUE);
}

static gboolean
flush (Export         *export,
       GOutputStream  *out,
       GCancellable   *cancellable,
       GError        **error)
{
  if (!g_output_stream_write_all (out, export->text->str, export->text->len, NULL, cancellable,
                                  error))
    return FALSE;
  g_string_truncate (export->text, 0);

  return TRUE;
}

static gboolean
append_row (Export  *export,
            WbStmt  *stmt,
            gint64   row,
            GError **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  gboolean has_row = FALSE;

  wb_stmt_bind_int64 (stmt, 1, row);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    coupon = wb_coupon_row_read (stmt);
    append_coupon (export, coupon, wb_stmt_get_text (stmt, WB_COUPON_ROW_N_READ));
  }
  wb_stmt_reset (stmt);

  return TRUE;
}

static gboolean
write_rows (Export               *export,
            const WbCouponQuery  *query,
            GOutputStream        *out,
            WbCouponExportFunc    progress,
            gpointer              data,
            GCancellable         *cancellable,
            GError              **error)
{
  g_autoptr (GArray) ids = wb_coupon_store_list (export->db, query, error);
  g_autoptr (WbStmt) stmt = NULL;

  if (!ids)
    return FALSE;
  stmt = wb_db_prepare (export->db, "SELECT " WB_COUPON_ROW_READ ", (SELECT customer_name FROM"
                        " ticket WHERE ticket.id = coupon.ticket) FROM coupon WHERE row = ?1",
                        error);
  if (!stmt)
    return FALSE;

  append_header (export);
  for (guint i = 0; i < ids->len; i++) {
    if (!append_row (export, stmt, g_array_index (ids, gint64, i), error) ||
        (export->text->len >= CHUNK_BYTES && !flush (export, out, cancellable, error)))
      return FALSE;
    if (i % ROWS_A_STEP != ROWS_A_STEP - 1)
      continue;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (progress)
      progress (i + 1, data);
  }
  if (!flush (export, out, cancellable, error))
    return FALSE;
  if (progress)
    progress (ids->len, data);

  return TRUE;
}

/**
 * wb_coupon_store_export:
 * @db: a reader of this thread
 * @query: which, in which order; its limit counts too
 * @zone: the account's
 * @out: where to; neither flushed nor closed
 * @progress: (nullable) (scope call): told how many rows are written, each thousand and at the end
 * @data: (nullable): for @progress
 * @cancellable: (nullable): stops it
 *
 * Writes the coupons as they are at one moment, whatever happens meanwhile. Memory does not grow
 * with them but for their row ids. Blocking; worker thread.
 *
 * Returns: `TRUE` if all is written; `FALSE` with a %WB_DB_ERROR, what @out said, or
 *   `G_IO_ERROR_CANCELLED`
 */
gboolean
wb_coupon_store_export (WbDb                 *db,
                        const WbCouponQuery  *query,
                        GTimeZone            *zone,
                        GOutputStream        *out,
                        WbCouponExportFunc    progress,
                        gpointer              data,
                        GCancellable         *cancellable,
                        GError              **error)
{
  g_auto (Export) export = { 0 };
  gboolean begun = FALSE;
  gboolean written = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (query && zone, FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (out), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  export.db = db;
  export.zone = zone;
  export.text = g_string_sized_new (CHUNK_BYTES + 4096);
  begun = !wb_db_in_transaction (db);
  if (begun && !wb_db_begin (db, error))
    return FALSE;
  written = read_names (&export, error) &&
            write_rows (&export, query, out, progress, data, cancellable, error);
  if (begun)
    wb_db_rollback (db);

  return written;
}
