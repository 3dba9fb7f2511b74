/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in a list; see wb-banner-item.h. */

#include "config.h"

#include "wb-banner-item.h"

struct _WbBannerItem
{
  GObject parent_instance;

  WbBanner *banner;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (WbBannerItem, wb_banner_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
wb_banner_item_finalize (GObject *object)
{
  g_clear_pointer (&WB_BANNER_ITEM (object)->banner, wb_banner_unref);

  G_OBJECT_CLASS (wb_banner_item_parent_class)->finalize (object);
}

static void
wb_banner_item_class_init (WbBannerItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_banner_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_BANNER_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_banner_item_init (WbBannerItem *self)
{
}

/**
 * wb_banner_item_new:
 * @banner: a banner
 *
 * Returns: (transfer full): an item of it
 */
WbBannerItem *
wb_banner_item_new (WbBanner *banner)
{
  WbBannerItem *self = NULL;

  g_return_val_if_fail (banner, NULL);

  self = g_object_new (WB_TYPE_BANNER_ITEM, NULL);
  self->banner = wb_banner_ref (banner);

  return self;
}

/**
 * wb_banner_item_get_banner:
 * @self: an item
 *
 * Returns: (transfer none): its banner
 */
WbBanner *
wb_banner_item_get_banner (WbBannerItem *self)
{
  g_return_val_if_fail (WB_IS_BANNER_ITEM (self), NULL);

  return self->banner;
}

/**
 * wb_banner_item_set_banner:
 * @self: an item
 * @banner: its banner as it is now
 */
void
wb_banner_item_set_banner (WbBannerItem *self,
                           WbBanner     *banner)
{
  g_return_if_fail (WB_IS_BANNER_ITEM (self));
  g_return_if_fail (banner);

  wb_banner_ref (banner);
  wb_banner_unref (self->banner);
  self->banner = banner;
  g_signal_emit (self, signals[CHANGED], 0);
}
