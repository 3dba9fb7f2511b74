/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a write that met a newer object (412, reference/retino-api.md B.6 and B.12): what
 * still applies is sent once more on the newer version; what another person holds or closed is
 * refused, saying who; what both changed goes to a person. Pure but for looking up names. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-patch.h"
#include "wb-sync-private.h"
#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-ticket.h"
#include "wb-wire-write.h"

static void
refuse (WbOutboxRow *row,
        const char  *code,
        const char  *message)
{
  g_free (row->error_code);
  g_free (row->error_message);
  row->error_code = g_strdup (code);
  row->error_message = g_strdup (message);
}

static char *
dup_name (WbDb       *db,
          const char *user_id)
{
  g_autoptr (WbUser) user = user_id ? wb_user_store_get (db, user_id, NULL) : NULL;

  if (user && user->full_name)
    return g_strdup (user->full_name);

  return g_strdup (_ ("Somebody else"));
}

/* Says who holds or closed the call, as the reason of a refusal. */
static WbSyncMerge
refuse_taken (WbDb             *db,
              WbOutboxRow      *row,
              const WbActivity *current)
{
  gboolean is_open = wb_activity_is_open (current);
  g_autofree char *name = dup_name (db, is_open ? current->assignee : current->closed_by);
  /* Translators: %s is a person of the staff. */
  g_autofree char *message = g_strdup_printf (is_open ? _ ("%s has taken this call")
                                                      : _ ("%s has closed this call"), name);

  refuse (row, is_open ? "already_assigned" : "activity_closed", message);

  return WB_SYNC_MERGE_REFUSED;
}

static WbSyncMerge
merge_activity (WbDb        *db,
                WbOutboxRow *row,
                JsonNode    *node)
{
  g_autoptr (WbActivity) current = wb_wire_activity_decode (node, NULL);
  g_autofree char *me = wb_workspace_dup_meta (db, WB_META_ME);
  g_autoptr (WbActivity) base = row->base ? wb_wire_activity_decode (row->base, NULL) : NULL;
  gboolean is_mine = FALSE;
  gboolean is_open = FALSE;
  gboolean is_meant = FALSE;

  if (!current)
    return WB_SYNC_MERGE_CONFLICT;

  is_open = wb_activity_is_open (current);
  is_mine = current->assignee && g_strcmp0 (current->assignee, me) == 0;
  row->base_version = current->version;

  if (g_str_equal (row->op, WB_OP_REOPEN)) {
    g_autoptr (WbReopenBody) body = wb_wire_reopen_body_decode (row->body, NULL);

    if (!is_open)
      return WB_SYNC_MERGE_AGAIN;
    /* Open as was wanted; what is done after it goes on. */
    if ((is_mine || !current->assignee) && body && !body->reason)
      return WB_SYNC_MERGE_DONE;
    refuse (row, "activity_open", _ ("This call is open again already"));
    return WB_SYNC_MERGE_REFUSED;
  }
  if (g_str_equal (row->op, WB_OP_ASSIGN)) {
    g_autoptr (WbAssignBody) body = wb_wire_assign_body_decode (row->body, NULL);

    /* Given back: whoever has it now, or closed it, it is not with us. */
    if (body && !body->assignee && (!is_open || !is_mine))
      return WB_SYNC_MERGE_DONE;
    if (body && body->assignee && is_open && is_mine && body->lease_secs == 0)
      return WB_SYNC_MERGE_DONE;
  }
  /* Done by a manager in the knowledge of whose call it is. */
  is_meant = base && base->assignee && g_strcmp0 (base->assignee, current->assignee) == 0;
  if (is_open && (is_mine || is_meant || !current->assignee))
    return WB_SYNC_MERGE_AGAIN;

  return refuse_taken (db, row, current);
}

static WbSyncMerge
merge_settings (WbSync      *self,
                WbOutboxRow *row,
                JsonNode    *node)
{
  g_autoptr (WbOfferSet) theirs = wb_wire_offer_set_decode (node, NULL);
  g_autoptr (WbOfferSet) mine = wb_wire_offer_set_decode (row->body, NULL);
  g_autoptr (WbOfferSet) base = row->base ? wb_wire_offer_set_decode (row->base, NULL) : NULL;
  g_autoptr (WbOfferSet) merged = NULL;
  g_autoptr (GPtrArray) clashes = NULL;

  if (!theirs || !mine)
    return WB_SYNC_MERGE_CONFLICT;
  if (wb_offer_set_equal_tools (mine, theirs))
    return WB_SYNC_MERGE_DONE;

  merged = wb_offer_set_merge (base, mine, theirs, &clashes);
  if (clashes->len > 0)
    return WB_SYNC_MERGE_CONFLICT;

  /* Another body is another request: it has a key of its own, stored before it is sent. */
  g_free (row->key);
  row->key = wb_random_uuid (wb_workspace_get_random (wb_sync_get_workspace (self)));
  json_node_unref (row->body);
  row->body = wb_wire_offer_set_encode (merged);
  g_clear_pointer (&row->base, json_node_unref);
  row->base = json_node_ref (node);
  row->base_version = theirs->version;

  return wb_offer_set_equal_tools (merged, theirs) ? WB_SYNC_MERGE_DONE : WB_SYNC_MERGE_AGAIN;
}

static WbSyncMerge
merge_phone (WbOutboxRow *row,
             JsonNode    *node)
{
  g_autoptr (WbTicket) current = wb_wire_ticket_decode (node, NULL);
  g_autoptr (WbTicketPatch) body = wb_wire_ticket_patch_decode (row->body, NULL);
  /* The number as it was, in the form of the body. */
  g_autoptr (WbTicketPatch) base = row->base ? wb_wire_ticket_patch_decode (row->base, NULL) : NULL;

  if (!current || !body)
    return WB_SYNC_MERGE_CONFLICT;
  row->base_version = current->version;
  if (g_strcmp0 (current->customer_phone, body->customer_phone) == 0)
    return WB_SYNC_MERGE_DONE;
  if (base && g_strcmp0 (current->customer_phone, base->customer_phone) == 0)
    return WB_SYNC_MERGE_AGAIN;

  return WB_SYNC_MERGE_CONFLICT;
}

/* The change @body goes as another request: it has a key of its own, stored before it is sent. */
static void
replace_body (WbSync      *self,
              WbOutboxRow *row,
              JsonNode    *body)
{
  if (json_node_equal (row->body, body))
    return;
  g_free (row->key);
  row->key = wb_random_uuid (wb_workspace_get_random (wb_sync_get_workspace (self)));
  json_node_unref (row->body);
  row->body = json_node_ref (body);
}

static void
rebase_on (WbOutboxRow *row,
           JsonNode    *node)
{
  g_clear_pointer (&row->base, json_node_unref);
  row->base = json_node_ref (node);
  row->base_version = json_object_get_int_member_with_default (json_node_get_object (node),
                                                               "version", row->base_version);
}

/* The account's and banners' changes, which are sent as the members that differ. */
static WbSyncMerge
merge_patch (WbSync      *self,
             WbOutboxRow *row,
             JsonNode    *node)
{
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (JsonNode) merged = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return WB_SYNC_MERGE_CONFLICT;
  merged = wb_patch_merge (row->base, row->body, node, &clashes);
  if (clashes->len > 0)
    return WB_SYNC_MERGE_CONFLICT;
  if (wb_patch_is_empty (merged))
    return WB_SYNC_MERGE_DONE;
  replace_body (self, row, merged);
  rebase_on (row, node);

  return WB_SYNC_MERGE_AGAIN;
}

/* On or off cannot clash: it is so already, or it is still to be done. */
static WbSyncMerge
merge_switching (WbOutboxRow *row,
                 JsonNode    *node)
{
  g_autoptr (WbAccount) current = wb_wire_account_decode (node, NULL);
  gboolean wanted = json_object_get_boolean_member_with_default (json_node_get_object (row->body),
                                                                 "active", FALSE);

  if (!current)
    return WB_SYNC_MERGE_CONFLICT;
  if (!!current->remarketing_active == !!wanted)
    return WB_SYNC_MERGE_DONE;
  rebase_on (row, node);

  return WB_SYNC_MERGE_AGAIN;
}

static gboolean
is_patch (const WbOutboxRow *row)
{
  return g_str_equal (row->op, WB_OP_ACCOUNT) || g_str_equal (row->op, WB_OP_BANNER);
}

WbSyncMerge
wb_sync_merge_row (WbSync      *self,
                   WbDb        *db,
                   WbOutboxRow *row,
                   JsonNode    *current)
{
  if (g_str_equal (row->op, WB_OP_SETTINGS))
    return merge_settings (self, row, current);
  if (g_str_equal (row->op, WB_OP_PHONE))
    return merge_phone (row, current);
  if (g_str_equal (row->op, WB_OP_ADDON))
    return merge_switching (row, current);
  if (is_patch (row))
    return merge_patch (self, row, current);
  if (g_str_equal (row->object_kind, "activity"))
    return merge_activity (db, row, current);

  return WB_SYNC_MERGE_CONFLICT;
}

/* Whether the row must be compared with the answer of the one before: that may hold what another
 * person changed. */
static WbSyncMerge
merge_behind (WbSync      *self,
              WbOutboxRow *row,
              JsonNode    *answer)
{
  g_autoptr (WbOfferSet) theirs = NULL;
  g_autoptr (WbOfferSet) base = NULL;

  if (is_patch (row))
    return merge_patch (self, row, answer);
  if (!g_str_equal (row->op, WB_OP_SETTINGS))
    return WB_SYNC_MERGE_AGAIN;

  /* Settings are sent whole: if the row before was merged with another's change, this one must not
   * take that change back. */
  theirs = wb_wire_offer_set_decode (answer, NULL);
  base = row->base ? wb_wire_offer_set_decode (row->base, NULL) : NULL;
  if (!theirs || (base && wb_offer_set_equal_tools (base, theirs)))
    return WB_SYNC_MERGE_AGAIN;

  return merge_settings (self, row, answer);
}

void
wb_sync_rebase_row (WbSync      *self,
                    WbOutboxRow *row,
                    JsonNode    *answer,
                    gint64       version)
{
  row->base_version = version;
  if (merge_behind (self, row, answer) != WB_SYNC_MERGE_CONFLICT)
    return;
  row->state = WB_OUTBOX_CONFLICT;
  refuse (row, "version_mismatch", _ ("Somebody else has changed the same meanwhile"));
  g_clear_pointer (&row->current, json_node_unref);
  row->current = json_node_ref (answer);
}
