/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What all tools of an offer editor have, the call request's texts and the banner. */

#include "config.h"

#include "wb-offer-editor-private.h"

#include "wb-customer-text.h"
#include "wb-offer-rules.h"

/**
 * wb_offer_editor_set_languages:
 * @self: the editor
 * @languages: (nullable) (array zero-terminated=1): the account's languages, in its order
 *
 * Says in which languages customers may read.
 */
void
wb_offer_editor_set_languages (WbOfferEditor *self,
                               GStrv          languages)
{
  GStrv copy = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (self->languages && languages &&
      g_strv_equal ((const char *const *) self->languages, (const char *const *) languages))
    return;

  copy = g_strdupv (languages);
  g_strfreev (self->languages);
  self->languages = copy;
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_set_default_language:
 * @self: the editor
 * @language: (nullable): the account's default language
 *
 * Says which text customers of all other languages fall back to.
 */
void
wb_offer_editor_set_default_language (WbOfferEditor *self,
                                      const char    *language)
{
  char *copy = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (g_strcmp0 (self->default_language, language) == 0)
    return;

  copy = g_strdup (language);
  g_free (self->default_language);
  self->default_language = copy;
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_set_banners:
 * @self: the editor
 * @banners: (nullable) (element-type WbBanner): all banners, archived ones too; %NULL = not known
 *   here, so that the server alone judges which banner there is
 *
 * Says which banners there are.
 */
void
wb_offer_editor_set_banners (WbOfferEditor *self,
                             GPtrArray     *banners)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (banners)
    g_ptr_array_ref (banners);
  g_clear_pointer (&self->banners, g_ptr_array_unref);
  self->banners = banners;
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_is_on:
 * @self: the editor
 * @tool: one of the tools
 *
 * Returns: whether customers are offered it
 */
gboolean
wb_offer_editor_is_on (WbOfferEditor *self,
                       WbTool         tool)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  return wb_offer_set_is_on (self->set, tool);
}

/* The question that nobody has to think up, in the language that must have one. Taken away again
 * with the tool, unless it was changed or came from the server. */
static void
fill_default_text (WbOfferEditor *self,
                   gboolean       on)
{
  const char *language = self->default_language;
  const char *question = language ? wb_customer_text (WB_CUSTOMER_TEXT_CALL_QUESTION, language)
                                  : NULL;
  const char *text = language ? wb_lang_text_get (self->set->call_text, language) : NULL;

  if (!language)
    return;
  if (on && (!text || *text == '\0'))
    wb_lang_text_set (self->set->call_text, language, question);
  else if (!on && g_strcmp0 (text, question) == 0)
    wb_lang_text_set (self->set->call_text, language,
                      wb_lang_text_get (self->base->call_text, language));
}

/**
 * wb_offer_editor_set_on:
 * @self: the editor
 * @tool: one of the tools
 * @on: whether customers are offered it
 *
 * Switches a tool. A call request that is switched on without a text in the default language gets
 * the usual question.
 */
void
wb_offer_editor_set_on (WbOfferEditor *self,
                        WbTool         tool,
                        gboolean       on)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (!wb_offer_set_is_on (self->set, tool) == !on)
    return;

  wb_offer_set_set_on (self->set, tool, on);
  if (tool == WB_TOOL_CALL_REQUEST)
    fill_default_text (self, on);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_get_placements:
 * @self: the editor
 * @tool: one of the tools
 *
 * Returns: where it shows while it is on
 */
WbPlacements
wb_offer_editor_get_placements (WbOfferEditor *self,
                                WbTool         tool)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), WB_PLACEMENT_NONE);

  return wb_offer_set_get_placements (self->set, tool);
}

/**
 * wb_offer_editor_set_place:
 * @self: the editor
 * @tool: one of the tools
 * @one: exactly one place
 * @on: whether the tool shows there
 *
 * Sets one cell of the grid of tools and places.
 */
void
wb_offer_editor_set_place (WbOfferEditor *self,
                           WbTool         tool,
                           WbPlacements   one,
                           gboolean       on)
{
  WbPlacements before = WB_PLACEMENT_NONE;
  WbPlacements after = WB_PLACEMENT_NONE;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (wb_placement_to_text (one));

  before = wb_offer_set_get_placements (self->set, tool);
  after = on ? before | one : before & ~one;
  if (after == before)
    return;

  wb_offer_set_set_placements (self->set, tool, after);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_replace_tools:
 * @self: the editor
 * @tools: a set whose tools are taken over, of whatever type and version
 *
 * Makes the tools of another set the edits: a copy from another type, or an earlier version to be
 * changed before it is saved. Open questions are dropped with what they asked about, unless they
 * are over a set that was saved already: those still have to be answered.
 */
void
wb_offer_editor_replace_tools (WbOfferEditor    *self,
                               const WbOfferSet *tools)
{
  WbOfferSet *copy = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (tools);

  copy = wb_offer_set_copy (tools);
  g_free (copy->type);
  copy->type = g_strdup (self->set->type);
  copy->version = self->set->version;
  copy->updated_at = self->set->updated_at;
  g_free (copy->updated_by);
  copy->updated_by = g_strdup (self->set->updated_by);
  if (!self->in_conflict)
    g_ptr_array_set_size (self->clashes, 0);
  g_hash_table_remove_all (self->other_kind);
  wb_offer_set_unref (self->set);
  self->set = copy;
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_find_problem:
 * @self: the editor
 * @tool: one of the tools
 * @field: one of its fields
 * @detail: (nullable): currency or language, where the field has one
 *
 * Returns: (transfer none): what is wrong with the field, for people; "" = nothing. Valid until
 *   the next change
 */
const char *
wb_offer_editor_find_problem (WbOfferEditor *self,
                              WbTool         tool,
                              WbOfferField   field,
                              const char    *detail)
{
  GPtrArray *problems = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), "");

  problems = wb_offer_editor_get_problems (self);
  for (guint i = 0; i < problems->len; i++) {
    const WbOfferProblem *problem = g_ptr_array_index (problems, i);

    if (problem->tool == tool && problem->field == field &&
        g_strcmp0 (problem->detail, detail) == 0)
      return problem->message;
  }

  return "";
}

static void
add_language (GPtrArray  *found,
              const char *language)
{
  if (!g_ptr_array_find_with_equal_func (found, language, g_str_equal, NULL))
    g_ptr_array_add (found, g_strdup (language));
}

/**
 * wb_offer_editor_dup_languages:
 * @self: the editor
 *
 * The languages to show texts in: the account's default language, its others, then those in which
 * a text stands although the account does not have them any more.
 *
 * Returns: (transfer full): ISO 639-1 codes, each once
 */
GStrv
wb_offer_editor_dup_languages (WbOfferEditor *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  if (self->default_language)
    add_language (found, self->default_language);
  for (guint i = 0; self->languages && self->languages[i]; i++)
    add_language (found, self->languages[i]);
  /* One that is being emptied stays until it is saved. */
  for (guint i = 0; i < self->base->call_text->languages->len; i++)
    add_language (found, g_ptr_array_index (self->base->call_text->languages, i));
  for (guint i = 0; i < self->set->call_text->languages->len; i++)
    add_language (found, g_ptr_array_index (self->set->call_text->languages, i));
  g_ptr_array_add (found, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}

/**
 * wb_offer_editor_get_default_language:
 * @self: the editor
 *
 * Returns: (transfer none) (nullable): the account's default language
 */
const char *
wb_offer_editor_get_default_language (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return self->default_language;
}

/**
 * wb_offer_editor_dup_call_text:
 * @self: the editor
 * @language: ISO 639-1 code
 *
 * Returns: (transfer full): what stands in the field; "" = nothing
 */
char *
wb_offer_editor_dup_call_text (WbOfferEditor *self,
                               const char    *language)
{
  const char *text = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);
  g_return_val_if_fail (language, NULL);

  text = wb_lang_text_get (self->set->call_text, language);

  return g_strdup (text ? text : "");
}

/**
 * wb_offer_editor_type_call_text:
 * @self: the editor
 * @language: ISO 639-1 code
 * @text: what stands in the field now; "" = customers of @language read the default language's
 */
void
wb_offer_editor_type_call_text (WbOfferEditor *self,
                                const char    *language,
                                const char    *text)
{
  const char *before = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (language && text);

  before = wb_lang_text_get (self->set->call_text, language);
  if (g_str_equal (before ? before : "", text))
    return;

  /* A text that the server has as "" is put back as it came. */
  if (*text == '\0')
    text = g_strcmp0 (wb_lang_text_get (self->base->call_text, language), "") == 0 ? "" : NULL;
  wb_lang_text_set (self->set->call_text, language, text);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_get_banner:
 * @self: the editor
 *
 * Returns: (transfer none) (nullable): the chosen banner's id; until the next change
 */
const char *
wb_offer_editor_get_banner (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return self->set->banner;
}

/**
 * wb_offer_editor_set_banner:
 * @self: the editor
 * @id: (nullable): a banner; %NULL = none
 *
 * Chooses the banner.
 */
void
wb_offer_editor_set_banner (WbOfferEditor *self,
                            const char    *id)
{
  char *copy = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (g_strcmp0 (self->set->banner, id) == 0)
    return;

  copy = g_strdup (id);
  g_free (self->set->banner);
  self->set->banner = copy;
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_find_banner:
 * @self: the editor
 * @id: (nullable): a banner
 *
 * Returns: (transfer none) (nullable): the banner, if it is known here
 */
const WbBanner *
wb_offer_editor_find_banner (WbOfferEditor *self,
                             const char    *id)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return wb_offer_view_find_banner (self->banners, id);
}

/**
 * wb_offer_editor_dup_target_url:
 * @self: the editor
 *
 * Returns: (transfer full): what stands in the field; "" = nothing
 */
char *
wb_offer_editor_dup_target_url (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return g_strdup (self->set->banner_target_url ? self->set->banner_target_url : "");
}

/**
 * wb_offer_editor_type_target_url:
 * @self: the editor
 * @text: what stands in the field now; blanks around it are not saved
 */
void
wb_offer_editor_type_target_url (WbOfferEditor *self,
                                 const char    *text)
{
  char *copy = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (text);

  if (g_str_equal (self->set->banner_target_url ? self->set->banner_target_url : "", text))
    return;

  if (*text == '\0')
    text = g_strcmp0 (self->base->banner_target_url, "") == 0 ? "" : NULL;
  copy = g_strdup (text);
  g_free (self->set->banner_target_url);
  self->set->banner_target_url = copy;
  wb_offer_editor_emit_changed (self);
}
