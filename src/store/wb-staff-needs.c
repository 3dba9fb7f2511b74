/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with rows of the outbox that wait for one: sends them again, discards them,
 * settles a conflict; see wb-staff-actions.h. */

#include "config.h"

#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-call-store.h"
#include "wb-offer-store.h"
#include "wb-patch.h"
#include "wb-staff-private.h"
#include "wb-ticket-store.h"
#include "wb-wire-account.h"
#include "wb-wire-banner.h"
#include "wb-wire-offer-set.h"

/* What a row of the outbox may stand for. */
#define OBJECT_TABLES \
  (WB_TABLE_OUTBOX | WB_TABLE_CALLS | WB_TABLE_OFFERS | WB_TABLE_TICKETS | WB_TABLE_ACCOUNT | \
   WB_TABLE_BANNERS)

static WbOutboxRow *
find_row (WbStaffAction  *action,
          gint64          seq,
          GError        **error)
{
  g_autoptr (GError) problem = NULL;
  WbOutboxRow *row = wb_outbox_get (action->db, seq, &problem);

  if (row)
    return row;
  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("This change was sent or discarded already"),
                     error);

  return NULL;
}

/* The version the row's object has now; that of the row when the object is not known here. */
static gint64
read_present_version (WbStaffAction     *action,
                      const WbOutboxRow *row)
{
  if (g_str_equal (row->object_kind, "activity")) {
    g_autoptr (WbActivity) call = wb_call_store_get_server (action->db, row->object_id, NULL);

    return call ? call->version : row->base_version;
  }
  if (g_str_equal (row->object_kind, "account")) {
    g_autoptr (WbAccount) account = wb_account_store_get_server (action->db, NULL);

    return account ? account->version : row->base_version;
  }
  if (!g_str_equal (row->object_kind, "ticket"))
    return row->base_version;
  {
    g_autoptr (WbTicket) ticket = wb_ticket_store_get (action->db, row->object_id, NULL);

    return ticket ? ticket->version : row->base_version;
  }
}

/* What was chosen goes as a new write, based on what the person saw beside theirs: another body
 * under the old key would be refused (reference/retino-api.md B.1). */
static gboolean
send_settled (WbStaffAction  *action,
              WbOutboxRow    *row,
              JsonNode       *body,
              JsonNode       *base,
              gint64          base_version,
              GError        **error)
{
  json_node_unref (row->body);
  row->body = json_node_ref (body);
  g_clear_pointer (&row->base, json_node_unref);
  row->base = base ? json_node_ref (base) : NULL;
  row->base_version = base_version;
  g_free (row->key);
  row->key = wb_random_uuid (wb_workspace_get_random (action->ws));

  return wb_staff_make_waiting (action, row, error);
}

/* What the server has instead: as the person saw it, else as it was said last; NULL where it is not
 * known, or changes are not put together. */
static JsonNode *
find_theirs (WbStaffAction     *action,
             const WbOutboxRow *row)
{
  gboolean is_settings = g_str_equal (row->op, WB_OP_SETTINGS);
  gboolean is_account = g_str_equal (row->op, WB_OP_ACCOUNT);

  if (!is_settings && !is_account && !g_str_equal (row->op, WB_OP_BANNER))
    return NULL;
  if (row->current)
    return json_node_ref (row->current);

  if (is_settings) {
    g_autoptr (WbOfferSet) set = wb_offer_store_get_server (action->db, row->object_id, NULL);

    return set ? wb_wire_offer_set_encode (set) : NULL;
  } else if (is_account) {
    g_autoptr (WbAccount) account = wb_account_store_get_server (action->db, NULL);

    return account ? wb_wire_account_encode (account) : NULL;
  } else {
    g_autoptr (WbBanner) banner = wb_banner_store_get_server (action->db, row->object_id, NULL);

    return banner ? wb_wire_banner_encode (banner) : NULL;
  }
}

/* What is still to be sent of a row, mine where both changed the same; NULL = cannot be read.
 * @nothing_left_out: the server has it all. */
static JsonNode *
merge_onto (const WbOutboxRow  *row,
            JsonNode           *node,
            gboolean           *nothing_left_out,
            GPtrArray         **clashes_out)
{
  g_autoptr (WbOfferSet) theirs = NULL;
  g_autoptr (WbOfferSet) mine = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) merged = NULL;
  JsonNode *patch = NULL;

  if (!g_str_equal (row->op, WB_OP_SETTINGS)) {
    patch = wb_patch_merge (row->base, row->body, node, clashes_out);
    *nothing_left_out = wb_patch_is_empty (patch);
    return patch;
  }

  theirs = wb_wire_offer_set_decode (node, NULL);
  mine = wb_wire_offer_set_decode (row->body, NULL);
  base = row->base ? wb_wire_offer_set_decode (row->base, NULL) : NULL;
  if (!theirs || !mine)
    return NULL;
  merged = wb_offer_set_merge (base, mine, theirs, clashes_out);
  *nothing_left_out = wb_offer_set_equal_tools (merged, theirs);

  return wb_wire_offer_set_encode (merged);
}

/* A row whose object may have been changed by somebody else meanwhile: only what the person changed
 * goes on top of that. */
static gboolean
resend_merged (WbStaffAction  *action,
               WbOutboxRow    *row,
               JsonNode       *theirs,
               GError        **error)
{
  g_autoptr (GPtrArray) clashes = NULL;
  gboolean nothing_left = FALSE;
  g_autoptr (JsonNode) body = merge_onto (row, theirs, &nothing_left, &clashes);
  gint64 version = 0;

  /* What nobody was asked about yet comes out when it goes on the version it was made on. */
  if (!body || (clashes->len > 0 && row->state != WB_OUTBOX_CONFLICT))
    return wb_staff_make_waiting (action, row, error);
  if (nothing_left)
    return wb_outbox_remove (action->db, row->seq, error);
  version = json_object_get_int_member_with_default (json_node_get_object (theirs), "version",
                                                     row->base_version);

  return send_settled (action, row, body, theirs, version, error);
}

static gboolean
resend (WbStaffAction  *action,
        gint64          seq,
        GError        **error)
{
  g_autoptr (WbOutboxRow) row = find_row (action, seq, error);
  g_autoptr (JsonNode) theirs = NULL;

  if (!row)
    return FALSE;
  if (row->state != WB_OUTBOX_NEEDS_YOU && row->state != WB_OUTBOX_CONFLICT)
    return TRUE;
  theirs = find_theirs (action, row);
  if (theirs && JSON_NODE_HOLDS_OBJECT (theirs))
    return resend_merged (action, row, theirs, error);
  row->base_version = read_present_version (action, row);

  return wb_staff_make_waiting (action, row, error);
}

/**
 * wb_action_resend:
 * @ws: a workspace in which this thread has not begun
 * @seq: a row that needs a person
 *
 * Sends it again on what the server has now; a refused write changed nothing, so the same key goes
 * again. Of settings, the account and banners what the person changed goes, as a new write: what
 * somebody else changed beside it stays, and where both changed the same, the person's holds if
 * they were asked, else they are asked then.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND or a %WB_DB_ERROR
 */
gboolean
wb_action_resend (WbWorkspace  *ws,
                  gint64        seq,
                  GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);

  return wb_staff_begin (&action, ws, NULL, error) &&
         wb_staff_end (&action, resend (&action, seq, error),
                       OBJECT_TABLES, error);
}

static gboolean
discard (WbStaffAction  *action,
         gint64          seq,
         GError        **error)
{
  g_autoptr (WbOutboxRow) row = find_row (action, seq, error);

  if (!row)
    return FALSE;
  /* On its way: it can no longer be said that it did not happen. */
  if (row->state == WB_OUTBOX_SENDING)
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID,
                            _ ("This change is being sent just now; wait for the answer"), error);

  return wb_outbox_remove (action->db, seq, error);
}

/**
 * wb_action_discard:
 * @ws: a workspace in which this thread has not begun
 * @seq: a row of the outbox
 *
 * Takes a change back before it reaches the server; what is shown follows.
 *
 * Returns: `TRUE` if it is gone; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID (it is being
 *   sent) or a %WB_DB_ERROR
 */
gboolean
wb_action_discard (WbWorkspace  *ws,
                   gint64        seq,
                   GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);

  return wb_staff_begin (&action, ws, NULL, error) &&
         wb_staff_end (&action, discard (&action, seq, error),
                       OBJECT_TABLES, error);
}

static gboolean
settle_offers (WbStaffAction     *action,
               gint64             seq,
               const WbOfferSet  *chosen,
               GError           **error)
{
  g_autoptr (WbOutboxRow) row = find_row (action, seq, error);
  g_autoptr (WbOfferSet) server = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) base = NULL;

  if (!row || !wb_staff_check_offers (action, chosen, error))
    return FALSE;
  if (!g_str_equal (row->op, WB_OP_SETTINGS) || g_strcmp0 (row->object_id, chosen->type) != 0)
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("This change is not one of settings"),
                            error);
  body = wb_wire_offer_set_encode (chosen);
  if (row->current) {
    server = wb_wire_offer_set_decode (row->current, error);
    if (!server)
      return FALSE;
  } else {
    server = wb_offer_store_get_server (action->db, row->object_id, NULL);
  }
  base = row->current ? json_node_ref (row->current)
         : server ? wb_wire_offer_set_encode (server)
         : row->base ? json_node_ref (row->base) : NULL;

  return send_settled (action, row, body, base, server ? server->version : row->base_version,
                       error);
}

/**
 * wb_action_settle_offers:
 * @ws: a workspace in which this thread has not begun
 * @seq: a row of settings that needs a person
 * @chosen: what is to hold, on the version the server has
 *
 * Settles a conflict: what was chosen goes as a new write.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID, _NOT_OFFERED
 *   or a %WB_DB_ERROR
 */
gboolean
wb_action_settle_offers (WbWorkspace       *ws,
                         gint64             seq,
                         const WbOfferSet  *chosen,
                         GError           **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (chosen && chosen->type, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_REMARKETING, error) &&
         wb_staff_end (&action, settle_offers (&action, seq, chosen, error),
                       WB_TABLE_OFFERS | WB_TABLE_OUTBOX, error);
}

/* @chosen in the form of the API; @server (nullable): what the server last said, where the row does
 * not know better. Nothing is left to send when that is what was chosen. */
static gboolean
settle_patch (WbStaffAction      *action,
              WbOutboxRow        *row,
              JsonNode           *chosen,
              JsonNode           *server,
              const char *const  *members,
              GError            **error)
{
  JsonNode *base = row->current ? row->current : server ? server : row->base;
  g_autoptr (JsonNode) body = base ? wb_patch_make (base, chosen, members) : NULL;
  gint64 version = row->base_version;

  if (!body)
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("The server has this no longer"), error);
  if (wb_patch_is_empty (body))
    return wb_outbox_remove (action->db, row->seq, error);
  if (JSON_NODE_HOLDS_OBJECT (base))
    version = json_object_get_int_member_with_default (json_node_get_object (base), "version",
                                                       version);

  return send_settled (action, row, body, base, version, error);
}

static gboolean
settle_account (WbStaffAction    *action,
                gint64            seq,
                const WbAccount  *chosen,
                GError          **error)
{
  g_autoptr (WbOutboxRow) row = find_row (action, seq, error);
  g_autoptr (WbAccount) server = NULL;
  g_autoptr (JsonNode) chosen_node = NULL;
  g_autoptr (JsonNode) server_node = NULL;

  if (!row || !wb_staff_check_account (action, chosen, error))
    return FALSE;
  if (!g_str_equal (row->op, WB_OP_ACCOUNT))
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("This change is not one of the account"),
                            error);
  server = wb_account_store_get_server (action->db, NULL);
  server_node = server ? wb_wire_account_encode (server) : NULL;
  chosen_node = wb_wire_account_encode (chosen);

  return settle_patch (action, row, chosen_node, server_node, wb_patch_account_members, error);
}

/**
 * wb_action_settle_account:
 * @ws: a workspace in which this thread has not begun
 * @seq: a change of the account that needs a person
 * @chosen: the account as it is to be
 *
 * Settles a conflict: what differs from what the server has goes as a new write; nothing does when
 * nothing differs.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID, _ROLE,
 *   _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_settle_account (WbWorkspace      *ws,
                          gint64            seq,
                          const WbAccount  *chosen,
                          GError          **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (chosen, FALSE);

  return wb_staff_begin (&action, ws, NULL, error) &&
         wb_staff_end (&action, settle_account (&action, seq, chosen, error),
                       WB_TABLE_ACCOUNT | WB_TABLE_OUTBOX, error);
}

static gboolean
settle_banner (WbStaffAction   *action,
               gint64           seq,
               const WbBanner  *chosen,
               GError         **error)
{
  g_autoptr (WbOutboxRow) row = find_row (action, seq, error);
  g_autoptr (WbBanner) server = NULL;
  g_autoptr (JsonNode) chosen_node = NULL;
  g_autoptr (JsonNode) server_node = NULL;

  if (!row || !wb_staff_check_banner (action, chosen, error))
    return FALSE;
  if (!g_str_equal (row->op, WB_OP_BANNER) || g_strcmp0 (row->object_id, chosen->id) != 0)
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("This change is not one of the banner"),
                            error);
  server = wb_banner_store_get_server (action->db, row->object_id, NULL);
  server_node = server ? wb_wire_banner_encode (server) : NULL;
  chosen_node = wb_wire_banner_encode (chosen);

  return settle_patch (action, row, chosen_node, server_node, wb_patch_banner_members, error);
}

/**
 * wb_action_settle_banner:
 * @ws: a workspace in which this thread has not begun
 * @seq: a change of a banner that needs a person
 * @chosen: the banner as it is to be
 *
 * Settles a conflict; see wb_action_settle_account().
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID, _ROLE,
 *   _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_settle_banner (WbWorkspace     *ws,
                         gint64           seq,
                         const WbBanner  *chosen,
                         GError         **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (chosen && chosen->id, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_BANNERS, error) &&
         wb_staff_end (&action, settle_banner (&action, seq, chosen, error),
                       WB_TABLE_BANNERS | WB_TABLE_OUTBOX, error);
}
