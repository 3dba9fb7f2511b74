/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes of banners; see wb-banner-work.h. */

#include "config.h"

#include "wb-banner-work.h"

#include "wb-staff-actions.h"

typedef struct
{
  WbBanner *changed;  /* (owned) */
  WbBanner *base;     /* (owned) */
} Change;

static void
change_free (Change *self)
{
  wb_banner_unref (self->changed);
  wb_banner_unref (self->base);
  g_free (self);
}

static gboolean
store_change (WbWorkspace  *workspace,
              gpointer      data,
              GError      **error)
{
  const Change *change = data;

  return wb_action_change_banner (workspace, change->changed, change->base, error);
}

/**
 * wb_banner_work_change:
 * @context: the workspace
 * @changed: the banner as it is to be, copied
 * @base: the banner as the person saw it, copied
 * @cancellable: (nullable): the caller goes
 * @callback: ended by wb_context_write_finish()
 * @user_data: for @callback
 */
void
wb_banner_work_change (WbContext           *context,
                       const WbBanner      *changed,
                       const WbBanner      *base,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Change *change = g_new0 (Change, 1);

  change->changed = wb_banner_copy (changed);
  change->base = wb_banner_copy (base);
  wb_context_write_async (context, store_change, change, (GDestroyNotify) change_free, cancellable,
                          callback, user_data);
}

/**
 * wb_banner_work_find_trouble:
 * @context: the workspace
 * @id: a banner
 *
 * Returns: (transfer full) (nullable): the oldest change of the banner that waits for a person
 */
WbOutboxRow *
wb_banner_work_find_trouble (WbContext  *context,
                             const char *id)
{
  /* One that cannot be read now is read at the next change. */
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (wb_context_get_reader (context), "banner", id, NULL);

  for (guint i = 0; rows && i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (row->state == WB_OUTBOX_NEEDS_YOU || row->state == WB_OUTBOX_CONFLICT)
      return wb_outbox_row_ref (row);
  }

  return NULL;
}
