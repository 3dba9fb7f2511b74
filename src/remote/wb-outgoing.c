/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of writes; see the header. The texts are those of the outbox (WB_OP_…), which stands
 * beside this layer and not below it. */

#include "config.h"

#include "wb-outgoing.h"

static const WbOutgoing all[] = {
  { "activity.assign", "POST", "activities/", "/assign", WB_MATCH_KNOWN },
  { "activity.reschedule", "POST", "activities/", "/reschedule", WB_MATCH_KNOWN },
  { "activity.complete", "POST", "activities/", "/complete", WB_MATCH_KNOWN },
  { "activity.reopen", "POST", "activities/", "/reopen", WB_MATCH_KNOWN },
  { "activity.note", "POST", "activities/", "/notes", WB_MATCH_NEVER },
  { "account.patch", "PATCH", "account", NULL, WB_MATCH_KNOWN },
  { "account.remarketing", "PATCH", "account/addons/remarketing", NULL, WB_MATCH_KNOWN, TRUE },
  { "banner.patch", "PATCH", "remarketing/banners/", "", WB_MATCH_KNOWN },
  { "settings.put", "PUT", "remarketing/settings/", "", WB_MATCH_ALWAYS },
  { "ticket.phone", "PATCH", "tickets/", "", WB_MATCH_KNOWN },
  { "ticket.coupon", "POST", "tickets/", "/coupons", WB_MATCH_NEVER },
};

/**
 * wb_outgoing_find:
 * @op: an operation of the outbox
 *
 * Returns: (transfer none) (nullable): where it goes; `NULL` for an unknown one
 */
const WbOutgoing *
wb_outgoing_find (const char *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].op, op))
      return &all[i];
  return NULL;
}

/**
 * wb_outgoing_make_path:
 * @self: an operation
 * @object_id: what it is done to
 *
 * Returns: (transfer full): the path below the API's base
 */
char *
wb_outgoing_make_path (const WbOutgoing *self,
                       const char       *object_id)
{
  g_autofree char *escaped = g_uri_escape_string (object_id, NULL, FALSE);

  if (!self->after)
    return g_strdup (self->before);

  return g_strconcat (self->before, escaped, self->after, NULL);
}
