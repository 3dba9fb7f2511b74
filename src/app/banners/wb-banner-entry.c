/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner and its count; see wb-banner-entry.h. */

#include "config.h"

#include "wb-banner-entry.h"

struct _WbBannerEntry
{
  GObject parent_instance;

  WbBanner *banner;        /* (owned) (nullable) until it is told */
  WbBannerCount *count;    /* (owned) */
  WbCountsState state;
};

G_DEFINE_FINAL_TYPE (WbBannerEntry, wb_banner_entry, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
wb_banner_entry_finalize (GObject *object)
{
  WbBannerEntry *self = WB_BANNER_ENTRY (object);

  g_clear_pointer (&self->banner, wb_banner_unref);
  g_clear_pointer (&self->count, wb_banner_count_unref);

  G_OBJECT_CLASS (wb_banner_entry_parent_class)->finalize (object);
}

static void
wb_banner_entry_class_init (WbBannerEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_banner_entry_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_banner_entry_init (WbBannerEntry *self)
{
  self->count = wb_banner_count_new ();
}

/**
 * wb_banner_entry_new:
 *
 * Returns: (transfer full): an entry that has to be told its banner
 */
WbBannerEntry *
wb_banner_entry_new (void)
{
  return g_object_new (WB_TYPE_BANNER_ENTRY, NULL);
}

/**
 * wb_banner_entry_set:
 * @self: an entry
 * @banner: its banner
 * @state: what is known of its clicks
 * @count: (nullable): the sum of the period; `NULL` = none
 */
void
wb_banner_entry_set (WbBannerEntry *self,
                     WbBanner      *banner,
                     WbCountsState  state,
                     WbBannerCount *count)
{
  g_return_if_fail (WB_IS_BANNER_ENTRY (self));
  g_return_if_fail (banner);

  wb_banner_ref (banner);
  g_clear_pointer (&self->banner, wb_banner_unref);
  self->banner = banner;
  self->state = state;
  g_clear_pointer (&self->count, wb_banner_count_unref);
  self->count = count ? wb_banner_count_ref (count) : wb_banner_count_new ();
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_banner_entry_get_banner:
 * @self: an entry that was told its banner
 *
 * Returns: (transfer none): the banner
 */
const WbBanner *
wb_banner_entry_get_banner (WbBannerEntry *self)
{
  g_return_val_if_fail (WB_IS_BANNER_ENTRY (self), NULL);

  return self->banner;
}

/**
 * wb_banner_entry_get_state:
 * @self: an entry
 *
 * Returns: what is known of its clicks
 */
WbCountsState
wb_banner_entry_get_state (WbBannerEntry *self)
{
  g_return_val_if_fail (WB_IS_BANNER_ENTRY (self), WB_COUNTS_ABSENT);

  return self->state;
}

/**
 * wb_banner_entry_get_count:
 * @self: an entry
 *
 * Returns: (transfer none): what was counted in the period
 */
const WbBannerCount *
wb_banner_entry_get_count (WbBannerEntry *self)
{
  g_return_val_if_fail (WB_IS_BANNER_ENTRY (self), NULL);

  return self->count;
}
