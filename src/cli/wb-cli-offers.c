/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl offers: what a ticket type offers its customers, shown and changed as the JSON of
 * reference/retino-api.md B.5. Who may change it is the server's to say. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-offer-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

static char *
describe_placements (WbPlacements placements)
{
  static const struct
  {
    WbPlacements placement;
    const char *name;
  } names[] = {
    { WB_PLACEMENT_PORTAL, N_ ("portal") },
    { WB_PLACEMENT_TICKET_DETAIL, N_ ("ticket page") },
    { WB_PLACEMENT_EMAIL, N_ ("e-mail") },
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (placements & names[i].placement)
      g_string_append_printf (text, text->len > 0 ? ", %s" : "%s", _ (names[i].name));
  return g_string_free (text, FALSE);
}

static void
add_tool (WbCliTable   *table,
          const char   *name,
          gboolean      enabled,
          WbPlacements  placements,
          const char   *what)
{
  g_autofree char *where = describe_placements (placements);
  const char *const cells[] = { name, enabled ? _ ("on") : _ ("off"), where, what };

  wb_cli_table_add (table, cells);
}

static char *
describe_amount (const WbOfferSet     *set,
                 const WbCouponAmount *row)
{
  gboolean is_percent = g_strcmp0 (row->kind, WB_COUPON_KIND_PERCENT) == 0;

  return g_strdup_printf (_ ("%s %s from an order of %s %s, %d days"),
                          row->amount ? row->amount : "?",
                          is_percent ? "%" : row->currency,
                          row->min_order_value ? row->min_order_value : "0", row->currency,
                          set->validity_days);
}

static void
print_set (WbCli            *self,
           const WbOfferSet *set)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Tool"), _ ("State"), _ ("Where"), _ ("What"),
                                                   NULL);
  g_autofree char *changed = wb_cli_format_time (set->updated_at, wb_cli_now (self), self->zone);

  g_print (_ ("%s, version %d, changed %s\n"), wb_cli_type_name (self, set->type),
           (int) set->version, changed);
  for (guint i = 0; i < MAX (set->amounts->len, 1u); i++) {
    g_autofree char *what = NULL;

    if (i < set->amounts->len)
      what = describe_amount (set, g_ptr_array_index (set->amounts, i));
    add_tool (table, i == 0 ? _ ("Coupon") : "", set->coupon_enabled, set->coupon_placements, what);
  }
  add_tool (table, _ ("Call request"), set->call_enabled, set->call_placements,
            wb_cli_pick_text (self, set->call_text));
  add_tool (table, _ ("Banner"), set->banner_enabled, set->banner_placements,
            set->banner_target_url);
  wb_cli_table_print (table);
}

static WbOfferSet *
get_set (WbCli       *self,
         const char  *type,
         GError     **error)
{
  GError *cause = NULL;
  WbOfferSet *set = wb_offer_store_get (self->db, type, &cause);

  if (cause)
    g_propagate_error (error, cause);
  else if (!set && wb_cli_is_plain (self))
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("This server does not offer coupons, calls and banners"));
  else if (!set)
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("The offers of this type are not here yet; run “winbackctl sync”"));
  return set;
}

/**
 * wb_cli_offers_show:
 * @self: the program
 * @args: the ticket type
 * @error: return location for a #GError
 *
 * Shows a type's offers, what is stored but not sent included.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_offers_show (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autofree char *type = wb_cli_resolve_type (self, args[0], error);
  g_autoptr (WbOfferSet) set = type ? get_set (self, type, error) : NULL;

  if (!set)
    return FALSE;
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_offer_set_encode (set);

    wb_cli_print_json (node);
  } else {
    print_set (self, set);
  }
  return TRUE;
}

/* A file, or standard input; no more than a server would take. */
static char *
read_settings (const char  *path,
               gsize       *length_out,
               GError     **error)
{
  g_autoptr (GIOChannel) channel = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;

  *length_out = 0;
  if (g_str_equal (path, "-"))
    channel = g_io_channel_unix_new (STDIN_FILENO);
  else
    channel = g_io_channel_new_file (path, "r", &cause);
  if (channel)
    g_io_channel_set_encoding (channel, NULL, NULL);
  if (channel &&
      g_io_channel_read_to_end (channel, &text, length_out, &cause) == G_IO_STATUS_NORMAL)
    return g_steal_pointer (&text);
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Cannot read %s: %s"), path,
               cause ? cause->message : _ ("nothing came"));
  return NULL;
}

static WbOfferSet *
read_set (WbCli       *self,
          const char  *type,
          GError     **error)
{
  gsize length = 0;
  g_autofree char *text = read_settings (self->options.file, &length, error);
  g_autoptr (JsonNode) node = NULL;
  WbOfferSet *set = NULL;

  if (!text)
    return NULL;
  node = wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_REQUEST_BYTES, error);
  if (node)
    set = wb_wire_offer_set_decode (node, error);
  if (!set) {
    g_prefix_error (error, _ ("%s holds no settings: "), self->options.file);
    return NULL;
  }
  g_free (set->type);
  set->type = g_strdup (type);
  return set;
}

/* The rules of B.5 that hold for everybody; all problems at once, on one line. */
static gboolean
check_set (WbCli             *self,
           const WbOfferSet  *set,
           GError           **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (self->db, error);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GString) words = NULL;
  WbOfferContext context = { 0 };

  if (!stores)
    return FALSE;
  context.stores = stores;
  context.default_language = self->account ? self->account->default_language : NULL;
  context.keep_unknown_kinds = TRUE;
  problems = wb_offer_set_validate (set, &context);
  if (problems->len == 0)
    return TRUE;
  words = g_string_new (NULL);
  for (guint i = 0; i < problems->len; i++) {
    const WbProblem *problem = g_ptr_array_index (problems, i);

    g_string_append_printf (words, "%s%s: %s", words->len > 0 ? "; " : "", problem->path,
                            problem->message);
  }
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Nothing was stored: %s"), words->str);
  return FALSE;
}

static void
print_stored (WbCli            *self,
              const WbOfferSet *set,
              const char       *why_waiting)
{
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_offer_set_encode (set);

    json_object_set_string_member (json_node_get_object (node), "delivery",
                                   why_waiting ? "waiting" : "sent");
    wb_cli_print_json (node);
    return;
  }
  g_print (_ ("Saved the offers of %s.\n"), wb_cli_type_name (self, set->type));
  if (why_waiting)
    g_print (_ ("Stored, not sent yet: %s\n"), why_waiting);
}

/**
 * wb_cli_offers_set:
 * @self: the program
 * @args: the ticket type
 * @error: return location for a #GError
 *
 * Stores a type's whole settings and sends them. A file that says it is based on an older version
 * than the one here is refused, for it would take back what somebody else did.
 *
 * Returns: `TRUE` if they are sent or stored
 */
gboolean
wb_cli_offers_set (WbCli   *self,
                   GStrv    args,
                   GError **error)
{
  g_autofree char *type = wb_cli_resolve_type (self, args[0], error);
  g_autofree char *why_waiting = NULL;
  g_autoptr (WbOfferSet) base = type ? get_set (self, type, error) : NULL;
  g_autoptr (WbOfferSet) set = base ? read_set (self, type, error) : NULL;
  g_autoptr (WbOfferSet) now = NULL;

  if (!set)
    return FALSE;
  if (set->version != 0 && set->version != base->version) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("The file is based on version %d, but version %d is here; start from "
                    "“winbackctl offers show --json” again"),
                 (int) set->version, (int) base->version);
    return FALSE;
  }
  if (!check_set (self, set, error) ||
      !wb_action_save_offers (self->workspace, set, base, error) ||
      wb_cli_send (self, "settings", type, 0, &why_waiting, error) == WB_CLI_REFUSED)
    return FALSE;
  now = get_set (self, type, error);
  if (!now)
    return FALSE;
  print_stored (self, now, why_waiting);
  return TRUE;
}
