/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The banner section; see wb-banner-card.h. What is edited is the editor's; a new banner on its way
 * is the card's, and is chosen for the type in which it was begun. */

#include "config.h"

#include "wb-banner-card-private.h"

#include "wb-advice-list.h"
#include "wb-banner-store.h"
#include "wb-banner-view.h"
#include "wb-banner-words.h"
#include "wb-notice.h"
#include "wb-picture-paste.h"
#include "wb-problem-label.h"
#include "wb-switch.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (WbBannerCard, wb_banner_card, ADW_TYPE_BIN)

enum
{
  SHOWN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static gboolean
is_offered (WbBannerCard *self)
{
  return self->context && wb_context_offers (self->context, WB_FEATURE_BANNERS);
}

static gboolean
is_open (WbBannerCard *self)
{
  return self->editor && !self->read_only && is_offered (self);
}

/* The picture. */

static gboolean
read_banner (WbBannerCard *self)
{
  const char *id = self->editor ? wb_offer_editor_get_banner (self->editor) : NULL;
  /* One that cannot be read now is read at the next change. */
  g_autoptr (WbBanner) banner =
    id && self->context ? wb_banner_store_get (wb_context_get_reader (self->context), id, NULL)
                        : NULL;

  g_clear_pointer (&self->banner, wb_banner_unref);
  self->banner = g_steal_pointer (&banner);

  return id != NULL;
}

static void
show_empty (WbBannerCard *self,
            gboolean      has_id)
{
  const char *title = _ ("No banner is chosen");
  const char *detail = "";

  if (has_id) {
    title = _ ("The chosen banner is not known here");
    detail = _ ("It comes with the next synchronization, or it was removed on the server.");
  } else if (!is_offered (self)) {
    title = _ ("This server keeps no banners");
  } else if (is_open (self)) {
    detail = _ ("Drop a picture here, paste one, or choose an earlier banner.");
  }

  gtk_label_set_text (GTK_LABEL (self->empty_title), title);
  gtk_label_set_text (GTK_LABEL (self->empty_detail), detail);
  gtk_widget_set_visible (self->empty_detail, *detail != '\0');
}

static void
show_period (WbBannerCard *self)
{
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  WbBannerPhase phase = wb_banner_get_phase (self->banner, wb_date_of_time (now, zone));
  g_autofree char *words = wb_banner_describe_period (self->banner, now, zone);
  gboolean running = phase == WB_BANNER_RUNNING && !self->banner->archived;

  if (self->banner->archived) {
    g_free (words);
    words = g_strdup (C_ ("banner", "Archived"));
  }
  gtk_label_set_text (GTK_LABEL (self->period), words);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->period_icon),
                                phase == WB_BANNER_UPCOMING ? "document-open-recent-symbolic"
                                                            : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->period_icon, !running);
  if (running)
    gtk_widget_add_css_class (self->period, "dim-label");
  else
    gtk_widget_remove_css_class (self->period, "dim-label");
}

/* As far as the preview goes. */
static gboolean
is_same_banner (const WbBanner *a,
                const WbBanner *b)
{
  if (!a || !b)
    return a == b;

  return g_strcmp0 (a->id, b->id) == 0 && a->version == b->version &&
         a->starts_on == b->starts_on && a->ends_on == b->ends_on &&
         !a->archived == !b->archived && wb_lang_text_equal (a->alt_text, b->alt_text);
}

static void
show_banner (WbBannerCard *self)
{
  g_autoptr (WbBanner) before = self->banner ? wb_banner_ref (self->banner) : NULL;
  gboolean has_id = read_banner (self);
  WbPictureState state = WB_PICTURE_NOT_HERE;
  GdkTexture *texture = NULL;
  gboolean changed = FALSE;
  gboolean had_focus = FALSE;

  if (self->banner)
    texture = wb_banner_pictures_get (self->pictures, self->banner->picture, WB_PICTURE_SIDE_CARD,
                                      &state);
  changed = g_set_object (&self->texture, texture) || !is_same_banner (before, self->banner);
  had_focus = gtk_widget_is_focus (self->add) || gtk_widget_is_focus (self->edit);
  gtk_widget_set_visible (self->edit, self->banner != NULL);
  gtk_widget_set_visible (self->add, self->banner == NULL);
  gtk_widget_set_visible (self->chosen, self->banner != NULL);
  gtk_widget_set_visible (self->empty, self->banner == NULL);
  /* One stands where the other stood: who pressed it goes on from there. */
  if (had_focus)
    gtk_widget_grab_focus (self->banner ? self->edit : self->add);
  if (!self->banner) {
    show_empty (self, has_id);
  } else {
    wb_banner_view_show (WB_BANNER_VIEW (self->view), texture ? GDK_PAINTABLE (texture) : NULL,
                         wb_context_pick_text (self->context, self->banner->alt_text),
                         wb_picture_state_to_words (state, FALSE));
    gtk_label_set_text (GTK_LABEL (self->name), self->banner->name ? self->banner->name : "");
    show_period (self);
  }
  if (changed)
    g_signal_emit (self, signals[SHOWN], 0);
}

/* The fields. */

static const char *
choose_subtitle (const WbOfferSet *set)
{
  if (set->banner_enabled)
    return _ ("A picture beside the ticket; clicks on it are counted");
  if (set->version == 0)
    return _ ("Not configured: customers see no banner");

  return _ ("Off: customers see no banner");
}

static void
show_problem (WbBannerCard *self,
              WbOfferField  field,
              GtkWidget    *label,
              GtkWidget    *widget)
{
  const char *text = wb_offer_editor_find_problem (self->editor, WB_TOOL_BANNER, field, NULL);

  wb_problem_label_set_text (WB_PROBLEM_LABEL (label), text);
  wb_problem_label_mark (WB_PROBLEM_LABEL (label), widget, *text != '\0');
}

void
wb_banner_card_refresh (WbBannerCard *self)
{
  const WbOfferSet *set = NULL;
  g_autofree char *url = NULL;
  g_autofree char *typed = NULL;

  if (!self->editor || !self->context)
    return;

  self->refreshing = TRUE;
  set = wb_offer_editor_get_set (self->editor);
  url = wb_offer_editor_dup_target_url (self->editor);
  typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->target)));
  wb_switch_show (GTK_SWITCH (self->enabled), set->banner_enabled);
  gtk_label_set_text (GTK_LABEL (self->subtitle), choose_subtitle (set));
  if (!g_str_equal (typed, url))
    gtk_editable_set_text (GTK_EDITABLE (self->target), url);
  gtk_widget_set_visible (self->buttons, is_open (self));
  gtk_widget_set_sensitive (self->enabled, !self->read_only);
  gtk_editable_set_editable (GTK_EDITABLE (self->target), !self->read_only);
  show_banner (self);
  wb_banner_card_show_notice (self);
  show_problem (self, WB_OFFER_FIELD_TOOL, self->tool_problem, self->enabled);
  show_problem (self, WB_OFFER_FIELD_BANNER, self->banner_problem, self->choose);
  /* The sentence above the button is red enough. */
  gtk_widget_remove_css_class (self->choose, "error");
  show_problem (self, WB_OFFER_FIELD_TARGET_URL, self->target_problem, self->target);
  self->refreshing = FALSE;
}

static void
enabled_changed_cb (WbBannerCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_set_on (self->editor, WB_TOOL_BANNER,
                            gtk_switch_get_active (GTK_SWITCH (self->enabled)));
}

static void
target_typed_cb (WbBannerCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_type_target_url (self->editor,
                                     gtk_editable_get_text (GTK_EDITABLE (self->target)));
}

static gboolean
paste_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   user_data)
{
  WbBannerCard *self = WB_BANNER_CARD (widget);

  if (!is_open (self) || !wb_picture_paste_fits (widget))
    return FALSE;
  wb_banner_form_picture_paste (wb_banner_form_get_picture (wb_banner_card_open_form (self)));

  return TRUE;
}

static GdkDragAction
drag_over_cb (GtkDropTargetAsync *target,
              GdkDrop            *drop,
              double              x,
              double              y,
              WbBannerCard       *self)
{
  return is_open (self) ? GDK_ACTION_COPY : 0;
}

static gboolean
drop_cb (GtkDropTargetAsync *target,
         GdkDrop            *drop,
         double              x,
         double              y,
         WbBannerCard       *self)
{
  if (!is_open (self))
    return FALSE;

  wb_banner_form_picture_load_drop (
    wb_banner_form_get_picture (wb_banner_card_open_form (self)), drop);

  return TRUE;
}

static void
context_changed_cb (WbBannerCard *self,
                    guint         tables)
{
  if (tables & (WB_TABLE_BANNERS | WB_TABLE_OUTBOX | WB_TABLE_ACCOUNT))
    wb_banner_card_refresh (self);
}

static void
picture_changed_cb (WbBannerCard *self,
                    const char   *sha256)
{
  if (self->banner && (!sha256 || g_strcmp0 (self->banner->picture->sha256, sha256) == 0))
    wb_banner_card_refresh (self);
}

static void
wb_banner_card_dispose (GObject *object)
{
  WbBannerCard *self = WB_BANNER_CARD (object);

  wb_banner_card_drop_form (self);
  g_clear_object (&self->maker);
  g_clear_signal_handler (&self->changed_id, self->editor);
  g_clear_signal_handler (&self->context_id, self->context);
  g_clear_signal_handler (&self->pictures_id, self->pictures);
  if (self->pictures)
    wb_banner_pictures_stop (self->pictures);
  g_clear_object (&self->pictures);
  g_clear_object (&self->editor);
  g_clear_object (&self->texture);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_card_parent_class)->dispose (object);
}

static void
wb_banner_card_finalize (GObject *object)
{
  g_clear_pointer (&WB_BANNER_CARD (object)->banner, wb_banner_unref);

  G_OBJECT_CLASS (wb_banner_card_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, box);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, enabled);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, tool_problem);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, notice);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, empty);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, chosen);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, empty_title);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, empty_detail);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, view);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, name);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, period_icon);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, period);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, banner_problem);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, choose);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, add);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, edit);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, target);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, target_problem);
  gtk_widget_class_bind_template_child (widget_class, WbBannerCard, advice);
  gtk_widget_class_bind_template_callback (widget_class, enabled_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, wb_banner_card_open_picker);
  gtk_widget_class_bind_template_callback (widget_class, wb_banner_card_open_form);
  gtk_widget_class_bind_template_callback (widget_class, wb_banner_card_open_edit);
  gtk_widget_class_bind_template_callback (widget_class, wb_banner_card_notice_clicked);
}

static void
wb_banner_card_class_init (WbBannerCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_banner_card_dispose;
  object_class->finalize = wb_banner_card_finalize;

  signals[SHOWN] = g_signal_new ("shown", WB_TYPE_BANNER_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_ADVICE_LIST);
  g_type_ensure (WB_TYPE_BANNER_VIEW);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_PROBLEM_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-banner-card.ui");
  bind_children (widget_class);
}

static void
wb_banner_card_init (WbBannerCard *self)
{
  GtkDropTargetAsync *target =
    gtk_drop_target_async_new (wb_picture_new_drop_formats (), GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  wb_problem_label_keep_room (WB_PROBLEM_LABEL (self->target_problem));
  g_signal_connect (target, "drag-enter", G_CALLBACK (drag_over_cb), self);
  g_signal_connect (target, "drag-motion", G_CALLBACK (drag_over_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (self->box, GTK_EVENT_CONTROLLER (target));
  wb_picture_paste_add_shortcut (GTK_WIDGET (self), paste_cb);
}

/**
 * wb_banner_card_set_context:
 * @self: the card
 * @context: the workspace; told once, before the editor
 */
void
wb_banner_card_set_context (WbBannerCard *self,
                            WbContext    *context)
{
  g_return_if_fail (WB_IS_BANNER_CARD (self));
  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (!self->context);

  self->context = g_object_ref (context);
  wb_banner_card_set_up_maker (self);
  self->pictures = wb_banner_pictures_new (context);
  self->context_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->pictures_id =
    g_signal_connect_swapped (self->pictures, "changed", G_CALLBACK (picture_changed_cb), self);
}

/**
 * wb_banner_card_set_editor:
 * @self: the card
 * @editor: what it shows and edits from now on
 */
void
wb_banner_card_set_editor (WbBannerCard  *self,
                           WbOfferEditor *editor)
{
  g_return_if_fail (WB_IS_BANNER_CARD (self));
  g_return_if_fail (WB_IS_OFFER_EDITOR (editor));

  if (self->editor == editor)
    return;

  g_clear_signal_handler (&self->changed_id, self->editor);
  g_set_object (&self->editor, editor);
  self->changed_id =
    g_signal_connect_swapped (editor, "changed", G_CALLBACK (wb_banner_card_refresh), self);
  wb_banner_card_refresh (self);
}

/**
 * wb_banner_card_set_read_only:
 * @self: the card
 * @read_only: whether the person may only look
 */
void
wb_banner_card_set_read_only (WbBannerCard *self,
                              gboolean      read_only)
{
  g_return_if_fail (WB_IS_BANNER_CARD (self));

  if (self->read_only == read_only)
    return;
  self->read_only = read_only;
  wb_banner_card_refresh (self);
}

/**
 * wb_banner_card_jump_to:
 * @self: the card
 * @field: a field with a problem
 *
 * Puts the focus there.
 */
void
wb_banner_card_jump_to (WbBannerCard *self,
                        WbOfferField  field)
{
  g_return_if_fail (WB_IS_BANNER_CARD (self));

  if (field == WB_OFFER_FIELD_TARGET_URL)
    gtk_widget_grab_focus (self->target);
  else if (field == WB_OFFER_FIELD_BANNER && is_open (self))
    gtk_widget_grab_focus (self->choose);
  else
    gtk_widget_grab_focus (self->enabled);
}

/**
 * wb_banner_card_set_advice:
 * @self: the card
 * @advice: (element-type WbProblem): all advice on the offers, of which the banner's is shown
 */
void
wb_banner_card_set_advice (WbBannerCard *self,
                           GPtrArray    *advice)
{
  g_return_if_fail (WB_IS_BANNER_CARD (self));

  wb_advice_list_show (WB_ADVICE_LIST (self->advice), advice, "tools.banner");
}

/**
 * wb_banner_card_get_banner:
 * @self: the card
 *
 * Returns: (nullable) (transfer none): the chosen banner; until the next "shown"
 */
const WbBanner *
wb_banner_card_get_banner (WbBannerCard *self)
{
  g_return_val_if_fail (WB_IS_BANNER_CARD (self), NULL);

  return self->banner;
}

/**
 * wb_banner_card_get_paintable:
 * @self: the card
 *
 * Returns: (nullable) (transfer none): the chosen banner's picture, once it is there; until the
 *   next "shown"
 */
GdkPaintable *
wb_banner_card_get_paintable (WbBannerCard *self)
{
  g_return_val_if_fail (WB_IS_BANNER_CARD (self), NULL);

  return self->texture ? GDK_PAINTABLE (self->texture) : NULL;
}
