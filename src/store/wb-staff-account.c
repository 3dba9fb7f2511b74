/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager does with the account and with banners; see wb-staff-actions.h. */

#include "config.h"

#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

#include "wb-account-rules.h"
#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-offer-store.h"
#include "wb-patch.h"
#include "wb-staff-private.h"
#include "wb-wire-account.h"
#include "wb-wire-banner.h"

/* The page shows all problems; here the first one is enough to refuse. */
static gboolean
refuse_first (GPtrArray  *problems,
              GError    **error)
{
  const WbProblem *problem = NULL;

  if (problems->len == 0)
    return TRUE;
  problem = g_ptr_array_index (problems, 0);

  return wb_staff_refuse (WB_ACTION_ERROR_INVALID, problem->message, error);
}

gboolean
wb_staff_check_account (WbStaffAction    *action,
                        const WbAccount  *account,
                        GError          **error)
{
  g_autoptr (GPtrArray) problems = NULL;

  if (!action->account)
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_OFFERED,
                            _ ("The connected helpdesk does not offer this"), error);
  if (!wb_staff_require_manager (action, error))
    return FALSE;
  problems = wb_account_validate (account);

  return refuse_first (problems, error);
}

gboolean
wb_staff_check_banner (WbStaffAction   *action,
                       const WbBanner  *banner,
                       GError         **error)
{
  g_autoptr (GPtrArray) problems = NULL;

  if (!wb_staff_require_manager (action, error))
    return FALSE;
  problems = wb_banner_validate (banner, action->account->default_language);

  return refuse_first (problems, error);
}

/* The body is of so few words that it needs no encoder. */
static JsonNode *
make_switch (gboolean active)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, json_object_new ());
  json_object_set_boolean_member (json_node_get_object (node), "active", active);

  return node;
}

static gboolean
activate (WbStaffAction  *action,
          gboolean        active,
          GError        **error)
{
  g_autoptr (JsonNode) body = make_switch (active);
  g_autoptr (JsonNode) base = NULL;

  if (!wb_staff_require_manager (action, error))
    return FALSE;
  if (!!action->account->remarketing_active == !!active)
    return TRUE;
  base = wb_wire_account_encode (action->account);

  return wb_staff_send (action, WB_OP_ADDON, "account", WB_OUTBOX_ACCOUNT,
                        action->account->version, body, base, NULL, error);
}

/**
 * wb_action_activate_remarketing:
 * @ws: a workspace in which this thread has not begun
 * @active: whether remarketing is to be active
 *
 * Switches remarketing for the account; settings and history stay whichever way. Nothing is sent
 * when it is so already.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_ROLE, _NOT_OFFERED or a
 *   %WB_DB_ERROR
 */
gboolean
wb_action_activate_remarketing (WbWorkspace  *ws,
                                gboolean      active,
                                GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_REMARKETING, error) &&
         wb_staff_end (&action, activate (&action, active, error),
                       WB_TABLE_ACCOUNT | WB_TABLE_OUTBOX, error);
}

static gboolean
change_account (WbStaffAction    *action,
                const WbAccount  *changed,
                const WbAccount  *base,
                GError          **error)
{
  g_autoptr (JsonNode) before = wb_wire_account_encode (base);
  g_autoptr (JsonNode) after = wb_wire_account_encode (changed);
  g_autoptr (JsonNode) body = wb_patch_make (before, after, wb_patch_account_members);

  if (!wb_staff_check_account (action, changed, error))
    return FALSE;

  return wb_patch_is_empty (body) ||
         wb_staff_send (action, WB_OP_ACCOUNT, "account", WB_OUTBOX_ACCOUNT, base->version, body,
                        before, NULL, error);
}

/**
 * wb_action_change_account:
 * @ws: a workspace in which this thread has not begun
 * @changed: the account as it is to be; what a manager may set is compared (wb-account-rules.h)
 * @base: the account the edit started from
 *
 * Changes goal hours, opening hours, closed days, caps or budgets. Only what differs is sent, and
 * nothing when nothing does.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_ROLE, _INVALID (the message is the
 *   first problem's of wb_account_validate()), _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_change_account (WbWorkspace      *ws,
                          const WbAccount  *changed,
                          const WbAccount  *base,
                          GError          **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (changed && base, FALSE);

  return wb_staff_begin (&action, ws, NULL, error) &&
         wb_staff_end (&action, change_account (&action, changed, base, error),
                       WB_TABLE_ACCOUNT | WB_TABLE_OUTBOX, error);
}

/* The server refuses to archive what a setting enables; the settings shown here may have been
 * changed and not sent yet, and go before. */
static gboolean
check_use (WbStaffAction   *action,
           const WbBanner  *changed,
           GError         **error)
{
  g_autoptr (GPtrArray) sets = NULL;

  if (!changed->archived)
    return TRUE;
  sets = wb_offer_store_list (action->db, error);
  if (!sets)
    return FALSE;
  for (guint i = 0; i < sets->len; i++) {
    const WbOfferSet *set = g_ptr_array_index (sets, i);

    if (set->banner_enabled && g_strcmp0 (set->banner, changed->id) == 0)
      return wb_staff_refuse (WB_ACTION_ERROR_INVALID,
                              _ ("Customers are offered this banner now; choose another one in the "
                                 "offers first"), error);
  }

  return TRUE;
}

static gboolean
change_banner (WbStaffAction   *action,
               const WbBanner  *changed,
               const WbBanner  *base,
               GError         **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbBanner) stored = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) body = NULL;

  if (!wb_staff_check_banner (action, changed, error))
    return FALSE;
  stored = wb_banner_store_get (action->db, changed->id, &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!stored)
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("There is no such banner here"), error);
  if (!stored->archived && !check_use (action, changed, error))
    return FALSE;
  body = wb_wire_banner_patch_body (base, changed);
  if (wb_patch_is_empty (body))
    return TRUE;
  before = wb_wire_banner_encode (base);

  return wb_staff_send (action, WB_OP_BANNER, "banner", changed->id, base->version, body, before,
                        NULL, error);
}

/**
 * wb_action_change_banner:
 * @ws: a workspace in which this thread has not begun
 * @changed: the banner as it is to be: name, alt text, period, archiving
 * @base: the banner the edit started from
 *
 * Changes a banner that the server has. Only what differs is sent, and nothing when nothing does.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_ROLE, _NOT_FOUND, _INVALID (the
 *   message is the first problem's of wb_banner_validate(), or says that it is offered now),
 *   _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_change_banner (WbWorkspace     *ws,
                         const WbBanner  *changed,
                         const WbBanner  *base,
                         GError         **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (changed && changed->id && base, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_BANNERS, error) &&
         wb_staff_end (&action, change_banner (&action, changed, base, error),
                       WB_TABLE_BANNERS | WB_TABLE_OUTBOX, error);
}
