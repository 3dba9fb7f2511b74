/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The form of a banner; see wb-banner-form.h. */

#include "config.h"

#include "wb-banner-form.h"

#include "wb-banner-words.h"
#include "wb-banner-work.h"
#include "wb-date-field.h"
#include "wb-dialog.h"
#include "wb-format.h"
#include "wb-notice.h"
#include "wb-picture-paste.h"
#include "wb-problem-label.h"

#include <glib/gi18n-lib.h>

/* The text of one language. */
typedef struct
{
  char *language;      /* (owned) */
  GtkWidget *entry;    /* (unowned) in the window */
  GtkWidget *problem;  /* (unowned) in the window */
} TextRow;

struct _WbBannerForm
{
  AdwWindow parent_instance;

  GtkWidget *cancel;
  GtkWidget *go;
  GtkWidget *spinner;
  GtkWidget *notice;
  GtkWidget *picture;
  GtkWidget *name;
  GtkWidget *name_problem;
  GtkWidget *texts;
  GtkWidget *starts_on;
  GtkWidget *starts_on_problem;
  GtkWidget *ends_on;
  GtkWidget *ends_on_problem;
  GtkWidget *period;

  WbContext *context;         /* (owned) */
  WbBannerUpload *upload;     /* (owned) (nullable) of a new banner */
  WbBanner *base;             /* (owned) (nullable) the banner that is edited */
  GPtrArray *rows;            /* (owned) (element-type TextRow) */
  GCancellable *cancellable;  /* (owned) */
  gulong upload_id;
  gboolean asked;             /* to be added or saved: from now on what is missing is a problem */
};

G_DEFINE_FINAL_TYPE (WbBannerForm, wb_banner_form, ADW_TYPE_WINDOW)

static void
text_row_free (TextRow *self)
{
  g_free (self->language);
  g_free (self);
}

static char *
dup_typed (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static const char *
get_default_language (WbBannerForm *self)
{
  const WbAccount *account = wb_context_get_account (self->context);

  return account ? account->default_language : NULL;
}

/* The banner that the fields make; what is no day counts as open until it is mended. */
static WbBanner *
read_fields (WbBannerForm *self)
{
  WbBanner *banner = self->base ? wb_banner_copy (self->base) : wb_banner_new ();

  g_free (banner->name);
  banner->name = dup_typed (self->name);
  for (guint i = 0; i < self->rows->len; i++) {
    const TextRow *row = g_ptr_array_index (self->rows, i);
    g_autofree char *text = dup_typed (row->entry);

    wb_lang_text_set (banner->alt_text, row->language, *text != '\0' ? text : NULL);
  }
  banner->starts_on = wb_date_field_get_date (WB_DATE_FIELD (self->starts_on));
  banner->ends_on = wb_date_field_get_date (WB_DATE_FIELD (self->ends_on));

  return banner;
}

/* "" = nothing is wrong there, or it is too early to say so. */
static const char *
find_problem (WbBannerForm *self,
              GPtrArray    *problems,
              const char   *path)
{
  for (guint i = 0; i < problems->len; i++) {
    const WbProblem *problem = g_ptr_array_index (problems, i);

    if (g_str_equal (problem->path, path) &&
        (self->asked || !g_str_equal (problem->code, "text_required")))
      return problem->message;
  }

  return "";
}

static gboolean
show_problem (GtkWidget  *label,
              GtkWidget  *field,
              const char *text)
{
  wb_problem_label_set_text (WB_PROBLEM_LABEL (label), text);
  wb_problem_label_mark (WB_PROBLEM_LABEL (label), field, *text != '\0');

  return *text != '\0';
}

static gboolean
show_date_problem (WbBannerForm *self,
                   GtkWidget    *label,
                   GtkWidget    *field,
                   const char   *problem)
{
  g_autofree char *sample = wb_date_field_dup_sample (WB_DATE_FIELD (field));
  g_autofree char *words = NULL;

  if (!wb_date_field_is_valid (WB_DATE_FIELD (field)))
    /* Translators: %s is today's date as it can be typed */
    words = g_strdup_printf (_ ("Enter a day, such as %s, or nothing."), sample);

  return show_problem (label, wb_date_field_get_entry (WB_DATE_FIELD (field)),
                       words ? words : problem);
}

static void
show_period (WbBannerForm   *self,
             const WbBanner *banner)
{
  GTimeZone *zone = wb_context_get_zone (self->context);
  g_autofree char *words =
    wb_banner_describe_period (banner, wb_context_now (self->context), zone);
  gboolean open = banner->starts_on == WB_DATE_NONE && banner->ends_on == WB_DATE_NONE;

  gtk_label_set_text (GTK_LABEL (self->period),
                      open ? _ ("Leave both empty to offer it for as long as you choose it.")
                           : words);
}

/* The first field with a problem; NULL = there is none. */
static GtkWidget *
show_problems (WbBannerForm *self)
{
  g_autoptr (WbBanner) banner = read_fields (self);
  g_autoptr (GPtrArray) problems = wb_banner_validate (banner, get_default_language (self));
  GtkWidget *first = NULL;

  if (show_problem (self->name_problem, self->name, find_problem (self, problems, "name")))
    first = self->name;
  for (guint i = 0; i < self->rows->len; i++) {
    const TextRow *row = g_ptr_array_index (self->rows, i);
    g_autofree char *path = *row->language != '\0' ? g_strconcat ("alt_text.", row->language, NULL)
                                                   : g_strdup ("alt_text");

    if (show_problem (row->problem, row->entry, find_problem (self, problems, path)) && !first)
      first = row->entry;
  }
  if (show_date_problem (self, self->starts_on_problem, self->starts_on,
                         find_problem (self, problems, "starts_on")) &&
      !first)
    first = self->starts_on;
  if (show_date_problem (self, self->ends_on_problem, self->ends_on,
                         find_problem (self, problems, "ends_on")) &&
      !first)
    first = self->ends_on;
  show_period (self, banner);

  return first;
}

static void
set_editable (WbBannerForm *self,
              gboolean      editable)
{
  /* A field that is shut while one types in it would go on blinking. */
  if (!editable && gtk_widget_is_sensitive (self->name))
    gtk_widget_grab_focus (self->cancel);
  gtk_widget_set_sensitive (self->name, editable);
  gtk_widget_set_sensitive (self->texts, editable);
  gtk_widget_set_sensitive (self->starts_on, editable);
  gtk_widget_set_sensitive (self->ends_on, editable);
}

static void
show_upload (WbBannerForm *self)
{
  WbUploadState state = wb_banner_upload_get_state (self->upload);
  const char *refusal = wb_banner_upload_get_refusal (self->upload);
  gboolean sending = state == WB_UPLOAD_SENDING;

  if (state == WB_UPLOAD_DONE) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  set_editable (self, state == WB_UPLOAD_IDLE);
  wb_banner_form_picture_set_locked (WB_BANNER_FORM_PICTURE (self->picture),
                                     state != WB_UPLOAD_IDLE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.go", state == WB_UPLOAD_IDLE);
  gtk_widget_set_visible (self->go, state != WB_UPLOAD_UNCONFIRMED);
  gtk_widget_set_visible (self->spinner, sending);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), sending);
  /* In the title, where nothing moves for it. */
  gtk_window_set_title (GTK_WINDOW (self), sending ? _ ("Uploading…") : _ ("New banner"));
  gtk_button_set_label (GTK_BUTTON (self->cancel),
                        state == WB_UPLOAD_IDLE ? _ ("_Cancel") : _ ("_Close"));

  if (state == WB_UPLOAD_UNCONFIRMED) {
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_WARNING, _ ("Not confirmed yet"),
                    _ ("The server cannot be reached, or did not answer. Nothing is lost: try "
                       "again, and there will be one banner at most."));
    wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("_Try again"), _ ("_Give up"));
  } else if (refusal) {
    /* Translators: %s are the server's own words */
    g_autofree char *words = g_strdup_printf (_ ("The server says: %s"), refusal);

    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR, _ ("The banner was refused"),
                    words);
  } else {
    wb_notice_hide (WB_NOTICE (self->notice));
  }
}

static void
notice_clicked_cb (WbBannerForm *self,
                   int           button)
{
  if (!self->upload)
    return;
  if (button == 0)
    wb_banner_upload_send_again (self->upload);
  else
    wb_banner_upload_give_up (self->upload);
}

static void
typed_cb (WbBannerForm *self)
{
  if (self->context)
    show_problems (self);
}

/* "podzim_2026.png" is a name that somebody gave it already. */
static void
propose_name (WbBannerForm *self,
              const char   *file_name)
{
  g_autofree char *name = g_strdup (file_name);
  char *point = strrchr (name, '.');

  if (*gtk_editable_get_text (GTK_EDITABLE (self->name)) != '\0')
    return;
  if (point)
    *point = '\0';
  if (g_str_equal (name, "picture"))
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->name), g_strdelimit (name, "_", ' '));
}

static void
picture_changed_cb (WbBannerForm *self)
{
  const WbLoadedPicture *picture =
    wb_banner_form_picture_get_loaded (WB_BANNER_FORM_PICTURE (self->picture));

  if (!picture)
    return;
  propose_name (self, picture->name);
  gtk_widget_grab_focus (self->name);
}

static void
change_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = wb_context_write_finish (result, &error);
  WbBannerForm *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (done) {
    if (wb_context_get_sync (self->context))
      wb_sync_wake (wb_context_get_sync (self->context));
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  set_editable (self, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.go", TRUE);
  wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR,
                  _ ("The change could not be saved"), error->message);
}

static void
save_change (WbBannerForm *self)
{
  g_autoptr (WbBanner) changed = read_fields (self);

  set_editable (self, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.go", FALSE);
  wb_banner_work_change (self->context, changed, self->base, self->cancellable, change_stored_cb,
                         self);
}

static void
go_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  WbBannerForm *self = WB_BANNER_FORM (widget);
  WbBannerFormPicture *place = WB_BANNER_FORM_PICTURE (self->picture);
  WbLoadedPicture *picture = wb_banner_form_picture_get_loaded (place);
  GtkWidget *first = NULL;

  self->asked = TRUE;
  first = show_problems (self);
  if (!self->base && !picture) {
    wb_banner_form_picture_ask (place);
  } else if (first) {
    gtk_widget_grab_focus (first);
    gtk_widget_error_bell (widget);
  } else if (self->base) {
    save_change (self);
  } else {
    g_autoptr (WbBanner) banner = read_fields (self);

    wb_banner_upload_send (self->upload, picture, banner);
  }
}

static gboolean
paste_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   user_data)
{
  WbBannerForm *self = WB_BANNER_FORM (widget);

  if (self->base || !wb_picture_paste_fits (widget))
    return FALSE;
  wb_banner_form_picture_paste (WB_BANNER_FORM_PICTURE (self->picture));

  return TRUE;
}

/* What is on its way is kept, with all that was typed, until it is known what became of it. */
static gboolean
wb_banner_form_close_request (GtkWindow *window)
{
  WbBannerForm *self = WB_BANNER_FORM (window);
  WbUploadState state = self->upload ? wb_banner_upload_get_state (self->upload) : WB_UPLOAD_IDLE;

  if (state == WB_UPLOAD_SENDING || state == WB_UPLOAD_UNCONFIRMED) {
    gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
    return TRUE;
  }

  return GTK_WINDOW_CLASS (wb_banner_form_parent_class)->close_request (window);
}

static void
wb_banner_form_dispose (GObject *object)
{
  WbBannerForm *self = WB_BANNER_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->upload_id, self->upload);
  g_clear_object (&self->upload);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_form_parent_class)->dispose (object);
}

static void
wb_banner_form_finalize (GObject *object)
{
  WbBannerForm *self = WB_BANNER_FORM (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->base, wb_banner_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_banner_form_parent_class)->finalize (object);
}

static void
wb_banner_form_class_init (WbBannerFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_banner_form_dispose;
  object_class->finalize = wb_banner_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = wb_banner_form_close_request;

  g_type_ensure (WB_TYPE_BANNER_FORM_PICTURE);
  g_type_ensure (WB_TYPE_DATE_FIELD);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_PROBLEM_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-banner-form.ui");
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, cancel);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, go);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, notice);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, picture);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, name);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, name_problem);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, texts);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, starts_on);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, starts_on_problem);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, ends_on);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, ends_on_problem);
  gtk_widget_class_bind_template_child (widget_class, WbBannerForm, period);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, picture_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_install_action (widget_class, "banner.go", NULL, go_action);
  wb_dialog_install (widget_class);
}

static void
wb_banner_form_init (WbBannerForm *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) text_row_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->go);
  wb_picture_paste_add_shortcut (GTK_WIDGET (self), paste_cb);
}

static void
add_text_row (WbBannerForm *self,
              const char   *language,
              const char   *text)
{
  g_autofree char *name = wb_format_language (language);
  gboolean is_default = g_strcmp0 (language, get_default_language (self)) == 0;
  g_autofree char *label =
    is_default ? g_strdup_printf (_ ("%s (default)"), name) : g_strdup (name);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *caption = gtk_label_new (label);
  TextRow *row = g_new0 (TextRow, 1);

  row->language = g_strdup (language);
  row->entry = gtk_entry_new ();
  row->problem = wb_problem_label_new ();
  gtk_editable_set_text (GTK_EDITABLE (row->entry), text ? text : "");
  gtk_entry_set_activates_default (GTK_ENTRY (row->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (caption, "caption");
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), row->entry);
  gtk_box_append (GTK_BOX (box), row->problem);
  gtk_box_append (GTK_BOX (self->texts), box);
  g_signal_connect_swapped (row->entry, "changed", G_CALLBACK (typed_cb), self);
  g_ptr_array_add (self->rows, row);
}

static void
add_text_rows (WbBannerForm *self)
{
  const WbLangText *texts = self->base ? self->base->alt_text : NULL;
  g_auto (GStrv) languages =
    wb_banner_dup_languages (self->base, wb_context_get_account (self->context));

  for (guint i = 0; languages[i]; i++)
    add_text_row (self, languages[i], texts ? wb_lang_text_get (texts, languages[i]) : NULL);
}

static WbBannerForm *
new_form (WbContext      *context,
          const WbBanner *base)
{
  WbBannerForm *self = g_object_new (WB_TYPE_BANNER_FORM, NULL);
  gint32 today =
    wb_date_of_time (wb_context_now (context), wb_context_get_zone (context));

  self->base = base ? wb_banner_copy (base) : NULL;
  wb_date_field_set_today (WB_DATE_FIELD (self->starts_on), today);
  wb_date_field_set_today (WB_DATE_FIELD (self->ends_on), today);
  if (base) {
    gtk_editable_set_text (GTK_EDITABLE (self->name), base->name ? base->name : "");
    wb_date_field_set_date (WB_DATE_FIELD (self->starts_on), base->starts_on);
    wb_date_field_set_date (WB_DATE_FIELD (self->ends_on), base->ends_on);
  }
  self->context = g_object_ref (context);
  add_text_rows (self);
  show_problems (self);

  return self;
}

/**
 * wb_banner_form_new:
 * @context: the workspace
 * @upload: what takes the new banner to the server
 *
 * The window closes itself when the banner is there. Main thread, as all here.
 *
 * Returns: (transfer none): a window for a new banner, not shown yet
 */
WbBannerForm *
wb_banner_form_new (WbContext      *context,
                    WbBannerUpload *upload)
{
  WbBannerForm *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_BANNER_UPLOAD (upload), NULL);

  self = new_form (context, NULL);
  self->upload = g_object_ref (upload);
  self->upload_id = g_signal_connect_swapped (upload, "changed", G_CALLBACK (show_upload), self);
  show_upload (self);

  return self;
}

/**
 * wb_banner_form_new_edit:
 * @context: the workspace
 * @pictures: its pictures
 * @banner: the banner as it is
 *
 * Returns: (transfer none): a window for a banner's words and days, not shown yet
 */
WbBannerForm *
wb_banner_form_new_edit (WbContext        *context,
                         WbBannerPictures *pictures,
                         const WbBanner   *banner)
{
  WbBannerForm *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_BANNER_PICTURES (pictures), NULL);
  g_return_val_if_fail (banner, NULL);

  self = new_form (context, banner);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit banner"));
  gtk_button_set_label (GTK_BUTTON (self->go), _ ("_Save"));
  wb_banner_form_picture_set_kept (WB_BANNER_FORM_PICTURE (self->picture), pictures, banner);

  return self;
}

/**
 * wb_banner_form_get_picture:
 * @self: a form
 *
 * Returns: (transfer none): where a picture is dropped
 */
WbBannerFormPicture *
wb_banner_form_get_picture (WbBannerForm *self)
{
  g_return_val_if_fail (WB_IS_BANNER_FORM (self), NULL);

  return WB_BANNER_FORM_PICTURE (self->picture);
}
