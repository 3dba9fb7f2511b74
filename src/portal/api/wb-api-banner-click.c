/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The customer clicks the banner: redirected at once, by as little reading as tells whose link it
 * is, and even while the ledger cannot be read. What it counts for is found out later. */

#include "config.h"

#include "wb-api-visit.h"

#include "wb-ledger-customers.h"
#include "wb-portal-targets.h"

/* Customers get to where they clicked, also when the banner was replaced or the offers were
 * switched off since the mail was sent. A ledger that cannot be read knows no tickets: then the key
 * stands for its ticket until it can, and where the banner leads is known from before. */
static gboolean
find_ticket (WbVisit     *self,
             const char  *hash,
             char       **ticket_out,
             char       **type_out,
             GError     **error)
{
  WbPortal *portal = self->request->portal;
  g_autoptr (GError) local_error = NULL;

  if (wb_ledger_customer_find_type (portal->ledger, hash, ticket_out, type_out, &local_error))
    return TRUE;

  if (!wb_portal_targets_find (portal->targets, portal->ledger, NULL, self->banner_id)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  *ticket_out = g_strconcat (WB_PORTAL_SPOOL_KEY, hash, NULL);

  return TRUE;
}

gboolean
wb_api_banner_click (WbVisit  *self,
                     GError  **error)
{
  WbPortalRequest *request = self->request;
  WbPortal *portal = request->portal;
  g_autofree char *hash = NULL;
  g_autofree char *ticket = NULL;
  g_autofree char *type = NULL;
  const char *target = NULL;

  if (!wb_ledger_customer_key_is_valid (self->key)) {
    wb_visit_refuse_nothing (self);
    return TRUE;
  }
  hash = wb_ledger_customer_key_hash (self->key);
  if (!find_ticket (self, hash, &ticket, &type, error))
    return FALSE;
  if (!ticket) {
    wb_visit_refuse_nothing (self);
    return TRUE;
  }
  if (!wb_visit_take_key (self, hash))
    return TRUE;
  wb_visit_set_placement (self, wb_portal_request_param (request, "placement"));
  if (request->status != 0)
    return TRUE;

  if (type || g_str_has_prefix (ticket, WB_PORTAL_SPOOL_KEY))
    target = wb_portal_targets_find (portal->targets, portal->ledger, type, self->banner_id);
  if (!target) {
    wb_visit_refuse_nothing (self);
    return TRUE;
  }

  request->location = g_strdup (target);
  wb_portal_request_reply (request, 302, NULL);
  wb_visit_take_sight (self, WB_SIGHT_CLICK, ticket, type, self->banner_id, 0);

  return TRUE;
}
