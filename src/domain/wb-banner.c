/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners: the records, the days on which one is offered, and the rules for what a person may
 * change (reference/retino-api.md B.8, design.md 7). Whether a picture may be one is told by
 * wb-image-probe.h. */

#include "config.h"

#include "wb-banner.h"

#include <glib/gi18n-lib.h>

#include "wb-plain-text.h"

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
 * wb_banner_copy:
 * @self: a banner
 *
 * A copy to be edited: it shares only the picture, which never changes. Any thread.
 *
 * Returns: (transfer full): the copy
 */
WbBanner *
wb_banner_copy (const WbBanner *self)
{
  WbBanner *copy;

  g_return_val_if_fail (self, NULL);

  copy = wb_banner_new ();
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->picture = self->picture ? wb_picture_ref (self->picture) : NULL;
  wb_lang_text_unref (copy->alt_text);
  copy->alt_text = wb_lang_text_copy (self->alt_text);
  copy->starts_on = self->starts_on;
  copy->ends_on = self->ends_on;
  copy->archived = self->archived;
  g_strfreev (copy->used_by);
  copy->used_by = g_strdupv (self->used_by);
  copy->created_at = self->created_at;
  copy->updated_at = self->updated_at;
  copy->version = self->version;

  return copy;
}

/**
 * wb_banner_get_phase:
 * @self: a banner
 * @today: today in the account's zone
 *
 * Where today stands to the days on which the banner is offered; both ends belong to them. Whether
 * it is archived does not matter. Any thread.
 *
 * Returns: the phase
 */
WbBannerPhase
wb_banner_get_phase (const WbBanner *self,
                     gint32          today)
{
  g_return_val_if_fail (self, WB_BANNER_OVER);

  /* A period that ends before it starts offers nothing on any day. */
  if (self->ends_on != WB_DATE_NONE && today > self->ends_on)
    return WB_BANNER_OVER;
  if (self->starts_on != WB_DATE_NONE && today < self->starts_on)
    return WB_BANNER_UPCOMING;

  return WB_BANNER_RUNNING;
}

static void
check_alt_text (GPtrArray        *problems,
                const WbLangText *texts,
                const char       *required)
{
  for (guint i = 0; i < texts->texts->len; i++) {
    const char *language = g_ptr_array_index (texts->languages, i);
    const char *text = g_ptr_array_index (texts->texts, i);
    const char *dot = language[0] == '\0' ? "" : ".";

    if (wb_text_is_blank (text))
      wb_problems_add (problems, "text_required",
                       _ ("Enter what the picture says, for customers who cannot see it."),
                       "alt_text%s%s", dot, language);
    if (g_utf8_strlen (text, -1) > WB_BANNER_ALT_CHARS_MAX)
      wb_problems_add (problems, "too_long", _ ("Enter at most 250 characters."), "alt_text%s%s",
                       dot, language);
    if (wb_text_has_markup (text))
      wb_problems_add (problems, "markup", _ ("Enter plain text without tags."), "alt_text%s%s",
                       dot, language);
  }

  if (required && !wb_lang_text_get (texts, required))
    wb_problems_add (problems, "text_required",
                     _ ("Enter what the picture says in the default language."), "alt_text.%s",
                     required);
  else if (!required && texts->texts->len == 0)
    wb_problems_add (problems, "text_required",
                     _ ("Enter what the picture says, for customers who cannot see it."),
                     "alt_text");
}

/**
 * wb_banner_validate:
 * @self: a banner, stored or about to be
 * @default_language: (nullable): the account's; `NULL` = any language will do
 *
 * Judges what a person sets on a banner: its name (`text_required`, `too_long`), its words
 * (`text_required`, `too_long`, `markup`) and its days (`period_reversed`). Any thread.
 *
 * Returns: (transfer full) (element-type WbProblem): all problems; empty when there is none
 */
GPtrArray *
wb_banner_validate (const WbBanner *self,
                    const char     *default_language)
{
  GPtrArray *problems;

  g_return_val_if_fail (self, NULL);

  problems = wb_problems_new ();
  if (wb_text_is_blank (self->name))
    wb_problems_add (problems, "text_required", _ ("Enter a name for the banner."), "name");
  else if (g_utf8_strlen (self->name, -1) > WB_BANNER_NAME_CHARS_MAX)
    wb_problems_add (problems, "too_long", _ ("Enter at most 100 characters."), "name");

  check_alt_text (problems, self->alt_text, default_language);

  if (self->starts_on != WB_DATE_NONE && self->ends_on != WB_DATE_NONE &&
      self->ends_on < self->starts_on)
    wb_problems_add (problems, "period_reversed",
                     _ ("Choose a last day that is not before the first day."), "ends_on");

  return problems;
}
