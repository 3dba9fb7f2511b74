/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a banner in its form; see wb-banner-form-picture.h. A picture that is refused
 * leaves the one before it where it was. */

#include "config.h"

#include "wb-banner-form-picture.h"

#include "compat.h"
#include "wb-banner-view.h"
#include "wb-banner-words.h"
#include "wb-picture-paste.h"
#include "wb-problem-label.h"

#include <glib/gi18n-lib.h>

/* A verdict comes sooner than this from any disk; only then is the waiting shown. */
#define SHOW_WAITING_MS 200

struct _WbBannerFormPicture
{
  AdwBin parent_instance;

  GtkWidget *empty;
  GtkWidget *loading;
  GtkWidget *shown;
  GtkWidget *rules;
  GtkWidget *choose;
  GtkWidget *spinner;
  GtkWidget *view;
  GtkWidget *facts;
  GtkWidget *another;
  GtkWidget *problem;

  GCancellable *cancellable;   /* (owned) (nullable) of what is being read */
  WbLoadedPicture *loaded;     /* (owned) (nullable) */
  WbBannerPictures *pictures;  /* (owned) (nullable) of the banner that is edited */
  WbBanner *kept;              /* (owned) (nullable) */
  gulong pictures_id;
  guint waiting_id;            /* timeout, 0 = none */
  gboolean locked;
};

G_DEFINE_FINAL_TYPE (WbBannerFormPicture, wb_banner_form_picture, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* No GtkStack: one that is not homogeneous asks for more width than its pages do. */
static void
show_only (WbBannerFormPicture *self,
           GtkWidget           *page)
{
  gtk_widget_set_visible (self->empty, page == self->empty);
  gtk_widget_set_visible (self->loading, page == self->loading);
  gtk_widget_set_visible (self->shown, page == self->shown);
}

static void
show_kept (WbBannerFormPicture *self)
{
  const WbPicture *picture = self->kept->picture;
  WbPictureState state = WB_PICTURE_NOT_HERE;
  GdkTexture *texture =
    wb_banner_pictures_get (self->pictures, picture, WB_PICTURE_SIDE_CARD, &state);
  g_autofree char *facts =
    wb_banner_describe_file (picture->mime_type, picture->width, picture->height, picture->size);
  g_autofree char *words = g_strdup_printf (
    "%s\n%s", facts, _ ("The picture stays as it is. A new picture is a new banner."));

  wb_banner_view_show (WB_BANNER_VIEW (self->view), texture ? GDK_PAINTABLE (texture) : NULL,
                       self->kept->name, wb_picture_state_to_words (state, FALSE));
  gtk_label_set_text (GTK_LABEL (self->facts), words);
  show_only (self, self->shown);
}

static void
show (WbBannerFormPicture *self)
{
  g_autofree char *facts = NULL;

  g_clear_handle_id (&self->waiting_id, g_source_remove);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), FALSE);
  gtk_widget_set_visible (self->another, !self->kept);
  gtk_widget_set_sensitive (self->another, !self->locked);
  gtk_widget_set_sensitive (self->choose, !self->locked);
  if (self->kept) {
    show_kept (self);
    return;
  }
  if (!self->loaded) {
    show_only (self, self->empty);
    return;
  }

  facts = wb_banner_describe_file (self->loaded->info.mime_type, self->loaded->info.width,
                                   self->loaded->info.height,
                                   (gint64) g_bytes_get_size (self->loaded->bytes));
  wb_banner_view_show (WB_BANNER_VIEW (self->view),
                       self->loaded->texture ? GDK_PAINTABLE (self->loaded->texture) : NULL,
                       self->loaded->name,
                       wb_picture_state_to_words (WB_PICTURE_NO_DECODER, FALSE));
  gtk_label_set_text (GTK_LABEL (self->facts), facts);
  show_only (self, self->shown);
}

static void
show_problem (WbBannerFormPicture *self,
              const char          *text)
{
  wb_problem_label_set_text (WB_PROBLEM_LABEL (self->problem), text);
  wb_problem_label_mark (WB_PROBLEM_LABEL (self->problem), self->choose, *text != '\0');
  /* The sentence is red enough, and the frame of the place says where it belongs. */
  gtk_widget_remove_css_class (self->choose, "error");
  if (*text != '\0')
    gtk_widget_add_css_class (self->empty, "error");
  else
    gtk_widget_remove_css_class (self->empty, "error");
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbLoadedPicture) picture = wb_picture_load_finish (result, &error);
  WbBannerFormPicture *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_object (&self->cancellable);
  if (picture) {
    g_clear_pointer (&self->loaded, wb_loaded_picture_unref);
    self->loaded = g_steal_pointer (&picture);
  }
  show_problem (self, error ? error->message : "");
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
show_waiting_cb (gpointer user_data)
{
  WbBannerFormPicture *self = user_data;

  self->waiting_id = 0;
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), TRUE);
  show_only (self, self->loading);

  return G_SOURCE_REMOVE;
}

/* Of two pictures that come at once, the later one counts. */
static GCancellable *
start_loading (WbBannerFormPicture *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->waiting_id == 0)
    self->waiting_id = g_timeout_add (SHOW_WAITING_MS, show_waiting_cb, self);

  return self->cancellable;
}

static gboolean
is_open (WbBannerFormPicture *self)
{
  return !self->kept && !self->locked;
}

static void
file_picked_cb (GFile    *file,
                gpointer  user_data)
{
  /* The form may be closed by then. */
  if (file && gtk_widget_get_root (user_data))
    wb_banner_form_picture_load_file (user_data, file);
}

static void
choose_clicked_cb (WbBannerFormPicture *self)
{
  wb_compat_pick_picture (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                          _ ("Choose a picture"), _ ("Pictures"), file_picked_cb,
                          g_object_ref (self), g_object_unref);
}

static GdkDragAction
drag_over_cb (GtkDropTargetAsync  *target,
              GdkDrop             *drop,
              double               x,
              double               y,
              WbBannerFormPicture *self)
{
  return is_open (self) ? GDK_ACTION_COPY : 0;
}

static gboolean
drop_cb (GtkDropTargetAsync  *target,
         GdkDrop             *drop,
         double               x,
         double               y,
         WbBannerFormPicture *self)
{
  if (!is_open (self))
    return FALSE;

  wb_banner_form_picture_load_drop (self, drop);

  return TRUE;
}

static void
wb_banner_form_picture_dispose (GObject *object)
{
  WbBannerFormPicture *self = WB_BANNER_FORM_PICTURE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->waiting_id, g_source_remove);
  g_clear_signal_handler (&self->pictures_id, self->pictures);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (wb_banner_form_picture_parent_class)->dispose (object);
}

static void
wb_banner_form_picture_finalize (GObject *object)
{
  WbBannerFormPicture *self = WB_BANNER_FORM_PICTURE (object);

  g_clear_pointer (&self->loaded, wb_loaded_picture_unref);
  g_clear_pointer (&self->kept, wb_banner_unref);

  G_OBJECT_CLASS (wb_banner_form_picture_parent_class)->finalize (object);
}

static void
wb_banner_form_picture_class_init (WbBannerFormPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_banner_form_picture_dispose;
  object_class->finalize = wb_banner_form_picture_finalize;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_BANNER_FORM_PICTURE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_BANNER_VIEW);
  g_type_ensure (WB_TYPE_PROBLEM_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-banner-form-picture.ui");
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, loading);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, shown);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, empty);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, rules);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, choose);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, view);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, facts);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, another);
  gtk_widget_class_bind_template_child (widget_class, WbBannerFormPicture, problem);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}

static void
wb_banner_form_picture_init (WbBannerFormPicture *self)
{
  GtkDropTargetAsync *target =
    gtk_drop_target_async_new (wb_picture_new_drop_formats (), GDK_ACTION_COPY);
  g_autofree char *size = g_format_size_full (WB_IMAGE_BYTES_MAX, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *rules = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  show_only (self, self->empty);
  /* Translators: what a picture may be; %s is the most of its size, “2.0 MiB” */
  rules = g_strdup_printf (_ ("PNG, JPEG, GIF or WebP, up to %s, %d to %d pixels wide and %d to %d "
                              "high"),
                           size, WB_IMAGE_WIDTH_MIN, WB_IMAGE_WIDTH_MAX, WB_IMAGE_HEIGHT_MIN,
                           WB_IMAGE_HEIGHT_MAX);
  gtk_label_set_text (GTK_LABEL (self->rules), rules);
  g_signal_connect (target, "drag-enter", G_CALLBACK (drag_over_cb), self);
  g_signal_connect (target, "drag-motion", G_CALLBACK (drag_over_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * wb_banner_form_picture_load_file:
 * @self: the place
 * @file: a picture, perhaps
 */
void
wb_banner_form_picture_load_file (WbBannerFormPicture *self,
                                  GFile               *file)
{
  g_return_if_fail (WB_IS_BANNER_FORM_PICTURE (self));
  g_return_if_fail (G_IS_FILE (file));

  if (is_open (self))
    wb_picture_load_file_async (file, start_loading (self), loaded_cb, self);
}

/**
 * wb_banner_form_picture_load_drop:
 * @self: the place
 * @drop: what was let go, over this place or over the card
 */
void
wb_banner_form_picture_load_drop (WbBannerFormPicture *self,
                                  GdkDrop             *drop)
{
  g_return_if_fail (WB_IS_BANNER_FORM_PICTURE (self));
  g_return_if_fail (GDK_IS_DROP (drop));

  if (is_open (self))
    wb_picture_load_drop_async (drop, start_loading (self), loaded_cb, self);
  else
    gdk_drop_finish (drop, 0);
}

/**
 * wb_banner_form_picture_paste:
 * @self: the place
 *
 * Takes the picture that is on the clipboard.
 */
void
wb_banner_form_picture_paste (WbBannerFormPicture *self)
{
  g_return_if_fail (WB_IS_BANNER_FORM_PICTURE (self));

  if (is_open (self))
    wb_picture_load_clipboard_async (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                                     start_loading (self), loaded_cb, self);
}

/**
 * wb_banner_form_picture_get_loaded:
 * @self: the place
 *
 * Returns: (nullable) (transfer none): the picture that was dropped, pasted or chosen
 */
WbLoadedPicture *
wb_banner_form_picture_get_loaded (WbBannerFormPicture *self)
{
  g_return_val_if_fail (WB_IS_BANNER_FORM_PICTURE (self), NULL);

  return self->loaded;
}

/**
 * wb_banner_form_picture_ask:
 * @self: the place
 *
 * Says that there is no picture yet, and puts the focus where one is chosen.
 */
void
wb_banner_form_picture_ask (WbBannerFormPicture *self)
{
  g_return_if_fail (WB_IS_BANNER_FORM_PICTURE (self));

  show_problem (self, _ ("Choose a picture first."));
  gtk_widget_grab_focus (self->choose);
}

/**
 * wb_banner_form_picture_set_kept:
 * @self: the place
 * @pictures: the pictures of the workspace
 * @banner: the banner that is edited
 *
 * Shows the banner's picture, which is not to be changed.
 */
void
wb_banner_form_picture_set_kept (WbBannerFormPicture *self,
                                 WbBannerPictures    *pictures,
                                 const WbBanner      *banner)
{
  g_return_if_fail (WB_IS_BANNER_FORM_PICTURE (self));
  g_return_if_fail (WB_IS_BANNER_PICTURES (pictures));
  g_return_if_fail (banner && !self->kept);

  self->pictures = g_object_ref (pictures);
  self->kept = wb_banner_copy (banner);
  self->pictures_id = g_signal_connect_swapped (pictures, "changed", G_CALLBACK (show), self);
  show (self);
}

/**
 * wb_banner_form_picture_set_locked:
 * @self: the place
 * @locked: whether the picture is on its way to the server
 */
void
wb_banner_form_picture_set_locked (WbBannerFormPicture *self,
                                   gboolean             locked)
{
  g_return_if_fail (WB_IS_BANNER_FORM_PICTURE (self));

  self->locked = locked;
  show (self);
}
