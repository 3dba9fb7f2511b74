/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl offers: what a ticket type offers its customers, shown and changed as the JSON of
 * reference/retino-api.md B.5. Who may change it is the server's to say. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-cli-print.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-offer-set.h"

#include <glib/gi18n-lib.h>

static void
add_tool (WbCliTable   *table,
          const char   *name,
          gboolean      enabled,
          WbPlacements  placements,
          const char   *what)
{
  g_autofree char *where = wb_placements_for_people (placements);
  const char *const cells[] = { name, enabled ? _ ("on") : _ ("off"), where, what };

  wb_cli_table_add (table, cells);
}

/* "200 CZK from an order of 1000 CZK"; a minimum of zero is none. */
static char *
describe_value (const WbCouponAmount *row)
{
  gboolean is_percent = g_strcmp0 (row->kind, WB_COUPON_KIND_PERCENT) == 0;
  g_autofree char *amount = wb_amount_for_people (row->amount, row->currency, is_percent, NULL);
  g_autofree char *minimum = NULL;
  gint64 value = 0;

  if (!row->min_order_value ||
      (wb_decimal_parse (row->min_order_value, 4, &value, NULL) && value == 0))
    /* Translators: a coupon in a currency (the second %s), whatever the order costs */
    return g_strdup_printf (_ ("%s on any order in %s"), amount, row->currency);

  minimum = wb_amount_for_people (row->min_order_value, row->currency, FALSE, NULL);
  /* Translators: 200 CZK off an order of at least 1000 CZK */
  return g_strdup_printf (_ ("%s from an order of %s"), amount, minimum);
}

static char *
describe_amount (const WbOfferSet     *set,
                 const WbCouponAmount *row)
{
  g_autofree char *value = describe_value (row);

  if (set->validity_days < 0)
    return g_steal_pointer (&value);
  /* Translators: %s says what a coupon is worth, %d how many days it is valid */
  return g_strdup_printf (ngettext ("%s, %d day", "%s, %d days", set->validity_days), value,
                          set->validity_days);
}

/* A banner as the tool shows it: its name, its period and where it leads. */
static char *
describe_banner (WbCli             *self,
                 const WbOfferSet  *set,
                 GError           **error)
{
  g_autoptr (WbBanner) banner = NULL;
  g_autofree char *period = NULL;
  GError *cause = NULL;

  if (!set->banner)
    return g_strdup (set->banner_target_url ? set->banner_target_url : "");
  banner = wb_banner_store_get (self->db, set->banner, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return NULL;
  }
  if (!banner)
    return g_strdup (set->banner);
  period = wb_cli_describe_period (banner);
  return g_strdup_printf (banner->archived ? _ ("%s, %s, archived") : "%s, %s", banner->name,
                          period);
}

/**
 * wb_cli_print_offers:
 * @self: the program
 * @set: a ticket type's offers, of any version
 *
 * Shows offers to people: a line per tool, and per currency of the coupon.
 */
gboolean
wb_cli_print_offers (WbCli             *self,
                     const WbOfferSet  *set,
                     GError           **error)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Tool"), _ ("State"), _ ("Where"), _ ("What"),
                                                   NULL);
  g_autofree char *changed = wb_cli_format_time (set->updated_at, wb_cli_now (self), self->zone);
  g_autofree char *banner = describe_banner (self, set, error);

  if (!banner)
    return FALSE;
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
  add_tool (table, _ ("Banner"), set->banner_enabled, set->banner_placements, banner);
  if (set->banner && set->banner_target_url) {
    const char *const target[] = { "", "", "", set->banner_target_url };

    wb_cli_table_add (table, target);
  }
  wb_cli_table_print (table);
  return TRUE;
}

/**
 * wb_cli_get_offers:
 * @self: the program
 * @type: a ticket type's id
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): what the type offers, unsent changes included
 */
WbOfferSet *
wb_cli_get_offers (WbCli       *self,
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
  g_autoptr (WbOfferSet) set = type ? wb_cli_get_offers (self, type, error) : NULL;

  if (!set)
    return FALSE;
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_offer_set_encode (set);

    wb_cli_print_json (node);
    return TRUE;
  }
  if (self->account && !self->account->remarketing_active)
    g_print (_ ("Remarketing is off: customers are offered nothing of this.\n"));
  return wb_cli_print_offers (self, set, error);
}

static WbOfferSet *
read_set (WbCli       *self,
          const char  *type,
          GError     **error)
{
  g_autoptr (JsonNode) node = wb_cli_read_json (self, error);
  WbOfferSet *set = node ? wb_wire_offer_set_decode (node, error) : NULL;

  if (!node)
    return NULL;
  if (!set) {
    g_prefix_error (error, _ ("%s holds no settings: "), self->options.file);
    return NULL;
  }
  g_free (set->type);
  set->type = g_strdup (type);
  return set;
}

static gboolean
find_banner_cb (const char *banner_id,
                gboolean   *archived_out,
                gpointer    data)
{
  GHashTable *banners = data;
  const WbBanner *banner = g_hash_table_lookup (banners, banner_id);

  *archived_out = banner && banner->archived;
  return banner != NULL;
}

/**
 * wb_cli_refuse_problems:
 * @problems: (element-type WbProblem): what is wrong
 * @error: return location for a #GError
 *
 * Tells all problems at once, on one line.
 *
 * Returns: `TRUE` if there is none
 */
gboolean
wb_cli_refuse_problems (GPtrArray  *problems,
                        GError    **error)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++) {
    const WbProblem *problem = g_ptr_array_index (problems, i);

    g_string_append_printf (words, "%s%s: %s", words->len > 0 ? "; " : "", problem->path,
                            problem->message);
  }
  if (words->len > 0)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Nothing was stored: %s"),
                 words->str);
  return words->len == 0;
}

/* The rules of B.5 that hold for everybody. */
static gboolean
check_set (WbCli             *self,
           const WbOfferSet  *set,
           GError           **error)
{
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (self->db, error);
  g_autoptr (GPtrArray) banners = stores ? wb_banner_store_list (self->db, error) : NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) problems = NULL;
  WbOfferContext context = { 0 };

  if (!banners)
    return FALSE;
  for (guint i = 0; i < banners->len; i++) {
    WbBanner *banner = g_ptr_array_index (banners, i);

    g_hash_table_insert (by_id, banner->id, banner);
  }
  context.stores = stores;
  context.default_language = self->account ? self->account->default_language : NULL;
  context.keep_unknown_kinds = TRUE;
  context.banner_exists = find_banner_cb;
  context.banner_data = by_id;
  problems = wb_offer_set_validate (set, &context);
  return wb_cli_refuse_problems (problems, error);
}

/**
 * wb_cli_print_delivered:
 * @self: the program
 * @node: what was stored; gets a member "delivery"
 * @sentence: the same for people, without a line break
 * @why_waiting: (nullable): why it is not sent yet; `NULL` = it is
 *
 * Tells what became of a change.
 */
void
wb_cli_print_delivered (WbCli      *self,
                        JsonNode   *node,
                        const char *sentence,
                        const char *why_waiting)
{
  if (self->options.json) {
    json_object_set_string_member (json_node_get_object (node), "delivery",
                                   why_waiting ? "waiting" : "sent");
    wb_cli_print_json (node);
    return;
  }
  g_print ("%s\n", sentence);
  if (why_waiting)
    g_print (_ ("Stored, not sent yet: %s\n"), why_waiting);
}

/**
 * wb_cli_store_offers:
 * @self: the program
 * @set: what is to hold
 * @base: what it was made from
 * @sentence: what happened, for people, without a line break
 * @error: return location for a #GError
 *
 * Judges a type's offers by the rules of B.5, stores and sends them, and tells what came of it.
 *
 * Returns: `TRUE` if they are sent or stored
 */
gboolean
wb_cli_store_offers (WbCli             *self,
                     const WbOfferSet  *set,
                     const WbOfferSet  *base,
                     const char        *sentence,
                     GError           **error)
{
  g_autofree char *why_waiting = NULL;
  g_autoptr (WbOfferSet) now = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!check_set (self, set, error) ||
      !wb_action_save_offers (self->workspace, set, base, error) ||
      wb_cli_send (self, "settings", set->type, 0, &why_waiting, error) == WB_CLI_REFUSED)
    return FALSE;
  now = wb_cli_get_offers (self, set->type, error);
  if (!now)
    return FALSE;
  node = wb_wire_offer_set_encode (now);
  wb_cli_print_delivered (self, node, sentence, why_waiting);
  return TRUE;
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
  g_autoptr (WbOfferSet) base = type ? wb_cli_get_offers (self, type, error) : NULL;
  g_autoptr (WbOfferSet) set = base ? read_set (self, type, error) : NULL;
  g_autofree char *sentence = NULL;

  if (!set)
    return FALSE;
  if (set->version != 0 && set->version != base->version) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("The file is based on version %d, but version %d is here; start from "
                    "“winbackctl offers show --json” again"),
                 (int) set->version, (int) base->version);
    return FALSE;
  }
  sentence = g_strdup_printf (_ ("Saved the offers of %s."), wb_cli_type_name (self, type));
  return wb_cli_store_offers (self, set, base, sentence, error);
}
