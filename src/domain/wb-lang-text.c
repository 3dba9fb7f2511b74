/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A text in several languages; see wb-lang-text.h for why the order is kept. */

#include "config.h"

#include "wb-lang-text.h"

static void
init_lang_text (WbLangText *self)
{
  self->languages = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

static void
clear_lang_text (WbLangText *self)
{
  g_ptr_array_unref (self->languages);
  g_ptr_array_unref (self->texts);
}

WB_DEFINE_RECORD (WbLangText, wb_lang_text, init_lang_text, clear_lang_text)

static gboolean
find_language (const WbLangText *self,
               const char       *language,
               guint            *index_out)
{
  return g_ptr_array_find_with_equal_func (self->languages, language, g_str_equal, index_out);
}

/**
 * wb_lang_text_new_plain:
 * @text: a text whose language is not told
 *
 * The form a plain string takes (reference/retino-api.md B.0): one entry under the language "".
 *
 * Returns: (transfer full): the text
 */
WbLangText *
wb_lang_text_new_plain (const char *text)
{
  WbLangText *self;

  g_return_val_if_fail (text, NULL);

  self = wb_lang_text_new ();
  wb_lang_text_set (self, "", text);

  return self;
}

/**
 * wb_lang_text_copy:
 * @self: a text
 *
 * Returns: (transfer full): a copy that shares nothing with @self, in the same order
 */
WbLangText *
wb_lang_text_copy (const WbLangText *self)
{
  WbLangText *copy;

  g_return_val_if_fail (self, NULL);

  copy = wb_lang_text_new ();
  for (guint i = 0; i < self->texts->len; i++)
    wb_lang_text_set (copy, g_ptr_array_index (self->languages, i),
                      g_ptr_array_index (self->texts, i));

  return copy;
}

/**
 * wb_lang_text_set:
 * @self: a text no one else holds yet
 * @language: ISO 639-1 code, or ""
 * @text: (nullable): the text; `NULL` takes the language away
 *
 * Sets or takes away one language; a new one goes last.
 */
void
wb_lang_text_set (WbLangText *self,
                  const char *language,
                  const char *text)
{
  guint index = 0;

  g_return_if_fail (self);
  g_return_if_fail (language);

  if (find_language (self, language, &index)) {
    if (text) {
      g_free (g_ptr_array_index (self->texts, index));
      g_ptr_array_index (self->texts, index) = g_strdup (text);
    } else {
      g_ptr_array_remove_index (self->languages, index);
      g_ptr_array_remove_index (self->texts, index);
    }
  } else if (text) {
    g_ptr_array_add (self->languages, g_strdup (language));
    g_ptr_array_add (self->texts, g_strdup (text));
  }
}

/**
 * wb_lang_text_get:
 * @self: (nullable): a text
 * @language: ISO 639-1 code, or ""
 *
 * Returns: (nullable) (transfer none): the text in exactly that language
 */
const char *
wb_lang_text_get (const WbLangText *self,
                  const char       *language)
{
  guint index = 0;

  g_return_val_if_fail (language, NULL);

  if (!self || !find_language (self, language, &index))
    return NULL;

  return g_ptr_array_index (self->texts, index);
}

/**
 * wb_lang_text_pick:
 * @self: (nullable): a text
 * @language: (nullable): the reader's language
 * @fallback_language: (nullable): the account's default language
 *
 * The text to show: in the reader's language, else in the fallback, else in any.
 *
 * Returns: (nullable) (transfer none): the text; `NULL` when there is none at all
 */
const char *
wb_lang_text_pick (const WbLangText *self,
                   const char       *language,
                   const char       *fallback_language)
{
  const char *text = NULL;

  if (!self || self->texts->len == 0)
    return NULL;

  if (language)
    text = wb_lang_text_get (self, language);
  if (!text && fallback_language)
    text = wb_lang_text_get (self, fallback_language);

  return text ? text : g_ptr_array_index (self->texts, 0);
}

/**
 * wb_lang_text_equal:
 * @a: (nullable): a text
 * @b: (nullable): another
 *
 * Whether both say the same in the same languages, in whatever order; none equals empty.
 *
 * Returns: `TRUE` if they do
 */
gboolean
wb_lang_text_equal (const WbLangText *a,
                    const WbLangText *b)
{
  guint n_a = a ? a->texts->len : 0;
  guint n_b = b ? b->texts->len : 0;

  if (n_a != n_b)
    return FALSE;

  for (guint i = 0; i < n_a; i++) {
    const char *other = wb_lang_text_get (b, g_ptr_array_index (a->languages, i));

    if (g_strcmp0 (g_ptr_array_index (a->texts, i), other) != 0)
      return FALSE;
  }

  return TRUE;
}
