/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a type's offers are seen beside, so that there is advice on them. */

#include "config.h"

#include "wb-offer-desk-private.h"

#include "wb-offer-advice.h"
#include "wb-offer-history.h"
#include "wb-offer-store.h"
#include "wb-time.h"

/* How far back the kept versions know the same banner; they may not be the whole past. */
static gint64
find_banner_since (WbDesk *desk)
{
  const WbOfferSet *base = wb_offer_editor_get_base (desk->editor);
  g_autoptr (GPtrArray) versions =
    wb_offer_history_list (wb_context_get_reader (desk->desk->context), desk->type_id, NULL);
  gint64 since = base->updated_at == WB_TIME_NONE ? 0 : base->updated_at;

  for (guint i = 0; versions && i < versions->len; i++) {
    const WbOfferSet *old = g_ptr_array_index (versions, i);

    if (old->version > base->version)
      continue;
    if (!old->banner_enabled || g_strcmp0 (old->banner, base->banner) != 0)
      break;
    if (old->updated_at != WB_TIME_NONE)
      since = old->updated_at;
  }

  return since;
}

/* Read once and kept until the offers change: advice is asked for at each key. */
static void
ensure_sets (WbOfferDesk *self)
{
  if (!self->sets)
    self->sets = wb_offer_store_list (wb_context_get_reader (self->context), NULL);
}

/**
 * wb_offer_desk_dup_advice:
 * @self: the desk
 * @type_id: a ticket type with an editor
 *
 * What a manager may want to think over in the offers as they are being edited.
 *
 * Returns: (transfer full) (element-type WbProblem): the advice; empty when there is none
 */
GPtrArray *
wb_offer_desk_dup_advice (WbOfferDesk *self,
                          const char  *type_id)
{
  WbDesk *desk = NULL;
  const WbOfferSet *set = NULL;
  gint64 now = 0;

  g_return_val_if_fail (WB_IS_OFFER_DESK (self), NULL);

  desk = wb_offer_desk_find (self, type_id);
  if (!desk || !wb_context_get_account (self->context))
    return wb_problems_new ();

  ensure_sets (self);
  if (desk->banner_since < 0)
    desk->banner_since = find_banner_since (desk);
  set = wb_offer_editor_get_set (desk->editor);
  now = wb_context_now (self->context);

  return wb_offer_set_advise (set, &(WbAdviceContext) {
    .account = wb_context_get_account (self->context),
    .types = wb_context_get_types (self->context),
    .others = self->sets,
    .banner = wb_offer_editor_find_banner (desk->editor, set->banner),
    .now = now,
    .today = wb_date_of_time (now, wb_context_get_zone (self->context)),
    .locale = wb_context_get_language (self->context),
    .saved = wb_offer_editor_get_base (desk->editor),
    .banner_since = desk->banner_since,
  });
}
