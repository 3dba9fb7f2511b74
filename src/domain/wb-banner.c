/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners: the records and on which days one is offered; see wb-banner.h. */

#include "config.h"

#include "wb-banner.h"

static void
init_picture (WbPicture *self)
{
}

static void
clear_picture (WbPicture *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->mime_type);
  g_free (self->sha256);
  g_free (self->url);
}

WB_DEFINE_RECORD (WbPicture, wb_picture, init_picture, clear_picture)

static void
init_banner (WbBanner *self)
{
  self->alt_text = wb_lang_text_new ();
  self->starts_on = WB_DATE_NONE;
  self->ends_on = WB_DATE_NONE;
  self->used_by = g_new0 (char *, 1);
  self->created_at = WB_TIME_NONE;
  self->updated_at = WB_TIME_NONE;
}

static void
clear_banner (WbBanner *self)
{
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->picture, wb_picture_unref);
  wb_lang_text_unref (self->alt_text);
  g_strfreev (self->used_by);
}

WB_DEFINE_RECORD (WbBanner, wb_banner, init_banner, clear_banner)

/**
 * wb_banner_get_phase:
 * @self: a banner
 * @today: the date in the account's zone
 *
 * Returns: whether @today is before, in or after the banner's period; both its days are in it
 */
WbBannerPhase
wb_banner_get_phase (const WbBanner *self,
                     gint32          today)
{
  g_return_val_if_fail (self, WB_BANNER_OVER);

  if (self->starts_on != WB_DATE_NONE && today < self->starts_on)
    return WB_BANNER_UPCOMING;
  if (self->ends_on != WB_DATE_NONE && today > self->ends_on)
    return WB_BANNER_OVER;

  return WB_BANNER_RUNNING;
}
