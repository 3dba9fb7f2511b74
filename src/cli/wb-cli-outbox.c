/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl outbox and conflicts: what is not sent yet, and the way out for what needs a
 * person. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-patch.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-account.h"
#include "wb-wire-banner.h"
#include "wb-wire-builder.h"
#include "wb-wire-offer-set.h"

#include <glib/gi18n-lib.h>

/* A row in the words of part B where it has them. */
static JsonNode *
encode_row (gconstpointer record)
{
  const WbOutboxRow *row = record;
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "seq", row->seq);
  wb_wire_put_text (object, "op", row->op);
  wb_wire_put_text (object, row->object_kind, row->object_id);
  wb_wire_put_text (object, "state", wb_outbox_state_to_text (row->state));
  wb_wire_put_text (object, "idempotency_key", row->key);
  json_object_set_int_member (object, "version", row->base_version);
  wb_wire_put_time (object, "created_at", row->created_at);
  json_object_set_int_member (object, "attempts", row->attempts);
  wb_wire_put_text (object, "code", row->error_code);
  wb_wire_put_text (object, "detail", row->error_message);
  json_object_set_member (object, "body", row->body ? json_node_copy (row->body)
                                                    : json_node_new (JSON_NODE_NULL));
  return wb_wire_take_object (object);
}

static const char *
describe_op (const char *op)
{
  static const struct
  {
    const char *op;
    const char *name;
  } names[] = {
    { WB_OP_ASSIGN, N_ ("Take or give back a call") },
    { WB_OP_RESCHEDULE, N_ ("Put a call off") },
    { WB_OP_COMPLETE, N_ ("Finish a call") },
    { WB_OP_REOPEN, N_ ("Reopen a call") },
    { WB_OP_NOTE, N_ ("Note on a call") },
    { WB_OP_SETTINGS, N_ ("Offers") },
    { WB_OP_ADDON, N_ ("Remarketing on or off") },
    { WB_OP_ACCOUNT, N_ ("Account settings") },
    { WB_OP_BANNER, N_ ("Banner") },
    { WB_OP_PHONE, N_ ("Phone number") },
    { WB_OP_COUPON, N_ ("Coupon") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].op, op))
      return _ (names[i].name);
  return op;
}

static const char *
describe_state (WbOutboxState state)
{
  switch (state) {
    case WB_OUTBOX_SENDING:
      return _ ("being sent");
    case WB_OUTBOX_NEEDS_YOU:
      return _ ("needs you");
    case WB_OUTBOX_CONFLICT:
      return _ ("clashes");
    case WB_OUTBOX_WAITING:
    default:
      return _ ("waits");
  }
}

/* What a row changes: a type or a banner by its name, a call by the beginning of its id. */
static char *
name_object (WbCli             *self,
             GHashTable        *banner_names,
             const WbOutboxRow *row)
{
  const char *name = NULL;

  if (g_str_equal (row->object_kind, "settings"))
    name = wb_cli_type_name (self, row->object_id);
  else if (g_str_equal (row->object_kind, "banner"))
    name = g_hash_table_lookup (banner_names, row->object_id);
  else if (g_str_equal (row->object_kind, "account"))
    name = _ ("Account");
  return name ? g_strdup (name) : wb_cli_short_id (row->object_id);
}

/**
 * wb_cli_outbox:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists every change that is stored here and not at the server.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_outbox (WbCli   *self,
               GStrv    args,
               GError **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (self->db, error);
  g_autoptr (GHashTable) names = rows ? wb_cli_banner_names (self, error) : NULL;
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Number"), _ ("State"), _ ("Since"),
                                                   _ ("Change"), _ ("Of"), _ ("Reason"), NULL);

  if (!names)
    return FALSE;
  if (self->options.json) {
    wb_cli_print_array (rows, encode_row);
    return TRUE;
  }
  if (rows->len == 0) {
    g_print (_ ("Everything is sent.\n"));
    return TRUE;
  }
  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, row->seq);
    g_autofree char *since = wb_cli_format_time (row->created_at, wb_cli_now (self), self->zone);
    g_autofree char *object = name_object (self, names, row);
    const char *const cells[] = {
      seq, describe_state (row->state), since, describe_op (row->op),
      object, row->error_message,
    };

    wb_cli_table_add (table, cells);
  }
  wb_cli_table_print (table);
  return TRUE;
}

static WbOutboxRow *
find_row (WbCli       *self,
          const char  *text,
          GError     **error)
{
  g_autoptr (GError) cause = NULL;
  guint64 seq = 0;
  WbOutboxRow *row;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &seq, NULL)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("“%s” is no number of the outbox"), text);
    return NULL;
  }
  row = wb_outbox_get (self->db, (gint64) seq, &cause);
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (!row)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("There is no change %s in the outbox; it may have been sent"), text);
  return row;
}

/* Tries to send a row that was settled, and says what came of it. */
static gboolean
deliver (WbCli              *self,
         const WbOutboxRow  *row,
         GError            **error)
{
  g_autofree char *why_waiting = NULL;
  WbCliDelivery delivery = wb_cli_send (self, row->object_kind, row->object_id, row->seq,
                                        &why_waiting, error);

  if (delivery == WB_CLI_REFUSED)
    return FALSE;
  if (self->options.json) {
    g_autoptr (JsonNode) node = encode_row (row);

    json_object_set_string_member (json_node_get_object (node), "delivery",
                                   delivery == WB_CLI_SENT ? "sent" : "waiting");
    wb_cli_print_json (node);
  } else if (delivery == WB_CLI_SENT) {
    g_print (_ ("Sent.\n"));
  } else {
    g_print (_ ("Stored, not sent yet: %s\n"), why_waiting);
  }
  return TRUE;
}

/**
 * wb_cli_outbox_resend:
 * @self: the program
 * @args: the row's number
 * @error: return location for a #GError
 *
 * Sends a refused change again.
 *
 * Returns: `TRUE` if it is sent or waits
 */
gboolean
wb_cli_outbox_resend (WbCli   *self,
                      GStrv    args,
                      GError **error)
{
  g_autoptr (WbOutboxRow) row = find_row (self, args[0], error);

  if (!row || !wb_action_resend (self->workspace, row->seq, error))
    return FALSE;
  /* A coupon is never sent with the rest: somebody must wait for its answer. */
  if (g_str_equal (row->op, WB_OP_COUPON))
    return wb_cli_give_coupon (self, row->seq, error);
  return deliver (self, row, error);
}

/**
 * wb_cli_outbox_discard:
 * @self: the program
 * @args: the row's number
 * @error: return location for a #GError
 *
 * Throws an unsent change away; what it changed here shows as the server has it.
 *
 * Returns: `TRUE` if it is gone
 */
gboolean
wb_cli_outbox_discard (WbCli   *self,
                       GStrv    args,
                       GError **error)
{
  g_autoptr (WbOutboxRow) row = find_row (self, args[0], error);
  g_autoptr (JsonNode) node = NULL;

  if (!row || !wb_action_discard (self->workspace, row->seq, error))
    return FALSE;
  node = encode_row (row);
  if (self->options.json)
    wb_cli_print_json (node);
  else
    g_print (_ ("Thrown away.\n"));
  return TRUE;
}

/* The two edits and what they started from, put together. @theirs_first: theirs wins a clash. */
static WbOfferSet *
merge_row (const WbOutboxRow  *row,
           gboolean            theirs_first,
           GPtrArray         **clashes_out,
           GError            **error)
{
  g_autoptr (WbOfferSet) mine = row->body ? wb_wire_offer_set_decode (row->body, error) : NULL;
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) theirs = NULL;
  WbOfferSet *merged;

  if (!mine || !row->base || !row->current) {
    if (error && !*error)
      g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                           _ ("This change can only be resent or thrown away"));
    return NULL;
  }
  base = wb_wire_offer_set_decode (row->base, error);
  theirs = base ? wb_wire_offer_set_decode (row->current, error) : NULL;
  if (!theirs)
    return NULL;
  merged = wb_offer_set_merge (base, theirs_first ? theirs : mine, theirs_first ? mine : theirs,
                               clashes_out);
  /* What is chosen is based on what the server has now, whoever wins. */
  g_free (merged->type);
  merged->type = g_strdup (row->object_id);
  merged->version = theirs->version;
  return merged;
}

static JsonNode *
encode_conflict (const WbOutboxRow *row,
                 GPtrArray         *clashes)
{
  JsonObject *object = json_object_new ();
  JsonArray *fields = json_array_new ();

  json_object_set_int_member (object, "seq", row->seq);
  /* Settings go by their type, as in part B. */
  wb_wire_put_text (object,
                    g_str_equal (row->object_kind, "settings") ? "type" : row->object_kind,
                    row->object_id);
  for (guint i = 0; i < clashes->len; i++) {
    const WbFieldClash *clash = g_ptr_array_index (clashes, i);
    JsonObject *field = json_object_new ();

    wb_wire_put_text (field, "path", clash->path);
    wb_wire_put_text (field, "mine", clash->mine);
    wb_wire_put_text (field, "theirs", clash->theirs);
    wb_wire_put_text (field, "before", clash->base);
    json_array_add_object_element (fields, field);
  }
  json_object_set_array_member (object, "fields", fields);
  return wb_wire_take_object (object);
}

static gboolean
is_percent (JsonNode *settings)
{
  g_autoptr (WbOfferSet) set = settings ? wb_wire_offer_set_decode (settings, NULL) : NULL;
  const WbCouponAmount *row = set && set->amounts->len > 0 ? g_ptr_array_index (set->amounts, 0)
                                                           : NULL;

  return row && g_strcmp0 (row->kind, WB_COUPON_KIND_PERCENT) == 0;
}

/* One value of a clash; whether it is a percentage is told by the object it stands in. */
static char *
say_value (const WbFieldClash *clash,
           const char         *value,
           JsonNode           *object,
           GHashTable         *banner_names)
{
  const WbDiffWords words = { .percent = is_percent (object), .banner_names = banner_names };

  return wb_field_value_for_people (clash->path, value, &words);
}

static void
add_clashes (WbCli             *self,
             WbCliTable        *table,
             GHashTable        *banner_names,
             const WbOutboxRow *row,
             GPtrArray         *clashes)
{
  g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, row->seq);
  g_autofree char *object = name_object (self, banner_names, row);
  gboolean is_settings = g_str_equal (row->op, WB_OP_SETTINGS);

  for (guint i = 0; i < clashes->len; i++) {
    const WbFieldClash *clash = g_ptr_array_index (clashes, i);
    g_autofree char *field = wb_field_label (clash->path, NULL);
    g_autofree char *mine = say_value (clash, clash->mine, is_settings ? row->body : NULL,
                                       banner_names);
    g_autofree char *theirs = say_value (clash, clash->theirs, is_settings ? row->current : NULL,
                                         banner_names);
    g_autofree char *before = say_value (clash, clash->base, is_settings ? row->base : NULL,
                                         banner_names);
    const char *const cells[] = { seq, object, field, mine, theirs, before };

    wb_cli_table_add (table, cells);
  }
}

/**
 * wb_cli_conflicts:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists each field that two people changed, with mine, theirs and what was before.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_conflicts (WbCli   *self,
                  GStrv    args,
                  GError **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (self->db, error);
  g_autoptr (GHashTable) names = rows ? wb_cli_banner_names (self, error) : NULL;
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Number"), _ ("Of"), _ ("Field"),
                                                   _ ("Mine"), _ ("Theirs"), _ ("Before"), NULL);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  guint n_conflicts = 0;

  if (!names)
    return FALSE;
  json_node_take_array (node, json_array_new ());
  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autoptr (GPtrArray) clashes = NULL;

    if (row->state != WB_OUTBOX_CONFLICT)
      continue;
    n_conflicts++;
    clashes = wb_outbox_row_list_clashes (row);
    add_clashes (self, table, names, row, clashes);
    json_array_add_element (json_node_get_array (node), encode_conflict (row, clashes));
  }
  if (self->options.json)
    wb_cli_print_json (node);
  else if (n_conflicts == 0)
    g_print (_ ("Nothing clashes.\n"));
  else
    wb_cli_table_print (table);
  return TRUE;
}

/* A change of single members and the server's object, put together as the whole object that is
 * chosen. Whoever wins the clashes, what only the other one changed is kept. */
static JsonNode *
choose_members (const WbOutboxRow  *row,
                gboolean            is_theirs,
                const char *const  *members,
                GError            **error)
{
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (JsonNode) mine = NULL;
  g_autoptr (JsonNode) their_patch = NULL;
  g_autoptr (JsonNode) merged = NULL;

  if (!row->body || !row->base || !row->current) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("This change can only be resent or thrown away"));
    return NULL;
  }
  if (!is_theirs) {
    merged = wb_patch_merge (row->base, row->body, row->current, &clashes);
    return wb_patch_apply (row->current, merged);
  }
  mine = wb_patch_apply (row->base, row->body);
  their_patch = wb_patch_make (row->base, row->current, members);
  merged = wb_patch_merge (row->base, their_patch, mine, &clashes);
  return wb_patch_apply (mine, merged);
}

static gboolean
settle (WbCli              *self,
        const WbOutboxRow  *row,
        gboolean            is_theirs,
        GError            **error)
{
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (WbOfferSet) chosen = NULL;

  if (g_str_equal (row->op, WB_OP_ACCOUNT)) {
    g_autoptr (JsonNode) node = choose_members (row, is_theirs, wb_patch_account_members, error);
    g_autoptr (WbAccount) account = node ? wb_wire_account_decode (node, error) : NULL;

    return account && wb_action_settle_account (self->workspace, row->seq, account, error);
  }
  if (g_str_equal (row->op, WB_OP_BANNER)) {
    g_autoptr (JsonNode) node = choose_members (row, is_theirs, wb_patch_banner_members, error);
    g_autoptr (WbBanner) banner = node ? wb_wire_banner_decode (node, error) : NULL;

    return banner && wb_action_settle_banner (self->workspace, row->seq, banner, error);
  }
  chosen = merge_row (row, is_theirs, &clashes, error);
  return chosen && wb_action_settle_offers (self->workspace, row->seq, chosen, error);
}

/**
 * wb_cli_conflicts_settle:
 * @self: the program
 * @args: the row's number, "mine" or "theirs"
 * @error: return location for a #GError
 *
 * Decides the fields that clash; what does not clash is kept of both.
 *
 * Returns: `TRUE` if the result is sent or stored
 */
gboolean
wb_cli_conflicts_settle (WbCli   *self,
                         GStrv    args,
                         GError **error)
{
  gboolean is_theirs = g_str_equal (args[1], "theirs");
  g_autoptr (WbOutboxRow) row = NULL;

  if (!is_theirs && !g_str_equal (args[1], "mine")) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                         _ ("Say whose is right: mine or theirs"));
    return FALSE;
  }
  row = find_row (self, args[0], error);
  if (!row)
    return FALSE;
  if (row->state != WB_OUTBOX_CONFLICT) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Change %s does not clash"), args[0]);
    return FALSE;
  }
  return settle (self, row, is_theirs, error) && deliver (self, row, error);
}
