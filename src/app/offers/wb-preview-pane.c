/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the customer sees; see wb-preview-pane.h. What is shown comes from wb_served_offers_make(),
 * as what the service serves does. */

#include "config.h"

#include "wb-preview-pane.h"

#include "wb-format.h"

#include <glib/gi18n-lib.h>

struct _WbPreviewPane
{
  AdwBin parent_instance;

  GtkWidget *phone;
  GtkWidget *desktop;
  GtkWidget *portal;
  GtkWidget *ticket_page;
  GtkWidget *email;
  GtkWidget *customer_box;
  GtkWidget *languages;
  GtkWidget *currencies;
  GtkWidget *preview;
  GtkWidget *caption;
  GtkWidget *notes;

  WbAccount *account;      /* (owned) (nullable) */
  WbOfferEditor *editor;   /* (owned) (nullable) whose set is shown */
  gulong changed_id;       /* of the editor */
  WbOfferSet *set;         /* (owned) (nullable) shown without an editor */
  WbBanner *banner;        /* (owned) (nullable) */
  GdkPaintable *picture;   /* (owned) (nullable) the banner's */
  gint32 today;
  GStrv language_codes;    /* (owned) as they stand in the list */
  GStrv currency_codes;    /* (owned) as they stand in the list */
  gboolean updating;       /* the program chooses, not a person */
};

G_DEFINE_FINAL_TYPE (WbPreviewPane, wb_preview_pane, ADW_TYPE_BIN)

static const WbOfferSet *
get_set (WbPreviewPane *self)
{
  return self->editor ? wb_offer_editor_get_set (self->editor) : self->set;
}

static const char *
get_choice (GtkWidget *list,
            GStrv      codes)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (list));

  return selected < g_strv_length (codes) ? codes[selected] : NULL;
}

static void
choose (GtkWidget  *list,
        GStrv       codes,
        const char *code)
{
  for (guint i = 0; code && codes[i]; i++) {
    if (g_str_equal (codes[i], code))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (list), i);
  }
}

/* Puts @others (transfer full) into a list in place of @codes, by @name_of if they have names; what
 * was chosen stays, else @otherwise is. */
static void
fill_list (WbPreviewPane  *self,
           GtkWidget      *list,
           GStrv          *codes,
           GStrv others,
           char         *(*name_of)(const char *code),
           const char     *otherwise)
{
  g_autofree char *chosen = NULL;
  g_autoptr (GtkStringList) names = NULL;

  if (g_strv_equal ((const char *const *) *codes, (const char *const *) others)) {
    g_strfreev (others);
    return;
  }

  chosen = g_strdup (get_choice (list, *codes));
  g_strfreev (*codes);
  *codes = others;
  names = gtk_string_list_new (NULL);
  for (guint i = 0; others[i]; i++)
    gtk_string_list_take (names, name_of ? name_of (others[i]) : g_strdup (others[i]));

  self->updating = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (list), G_LIST_MODEL (names));
  choose (list, others, otherwise);
  choose (list, others, chosen);
  self->updating = FALSE;
  gtk_widget_set_visible (list, g_strv_length (others) > 1);
}

/* The account's and those of the set, which may have a row for a shop that left. */
static GStrv
dup_currencies (WbPreviewPane    *self,
                const WbOfferSet *set)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) self->account->currencies);
  for (guint i = 0; i < set->amounts->len; i++) {
    const WbCouponAmount *amount = g_ptr_array_index (set->amounts, i);
    gboolean is_new = !g_strv_contains ((const char *const *) self->account->currencies,
                                        amount->currency);

    /* A draft may have a currency twice. */
    if (is_new && wb_offer_set_find_amount (set, amount->currency) == amount)
      g_strv_builder_add (builder, amount->currency);
  }

  return g_strv_builder_end (builder);
}

static WbPlacements
get_place (WbPreviewPane *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ticket_page)))
    return WB_PLACEMENT_TICKET_DETAIL;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->email)))
    return WB_PLACEMENT_EMAIL;

  return WB_PLACEMENT_PORTAL;
}

static void
show_caption (WbPreviewPane        *self,
              const WbServedOffers *served,
              WbPreviewWidth        width)
{
  g_autofree char *language = wb_format_language (served->language);
  /* Translators: the width of a screen in pixels */
  g_autofree char *pixels = g_strdup_printf (
    _ ("%d px"), width == WB_PREVIEW_PHONE ? WB_PREVIEW_PHONE_PX : WB_PREVIEW_DESKTOP_PX);
  g_autofree char *caption = wb_format_join (language, pixels, NULL);

  gtk_label_set_label (GTK_LABEL (self->caption), caption);
}

/* Why a tool that is on and placed here is not shown; NULL = it is, or nobody wants it to be. */
static const char *
get_gap_words (WbServedGap gap)
{
  switch (gap) {
    case WB_SERVED_GAP_NO_AMOUNT:
      return _ ("There is no coupon: it has no amount in this currency.");
    case WB_SERVED_GAP_BAD_MINIMUM:
      return _ ("There is no coupon: its least order is not an amount.");
    case WB_SERVED_GAP_NO_VALIDITY:
      return _ ("There is no coupon: nobody said for how many days it is valid.");
    case WB_SERVED_GAP_UNKNOWN_KIND:
      return _ ("The coupon is of a kind that cannot be shown here.");
    case WB_SERVED_GAP_NO_BANNER:
      return _ ("There is no banner: none is chosen.");
    case WB_SERVED_GAP_UNKNOWN_BANNER:
      return _ ("The banner is not loaded yet.");
    case WB_SERVED_GAP_ARCHIVED:
      return _ ("There is no banner: it is archived.");
    case WB_SERVED_GAP_UPCOMING:
      return _ ("There is no banner yet: its period is still to come.");
    case WB_SERVED_GAP_OVER:
      return _ ("There is no banner any more: its period is over.");
    case WB_SERVED_GAP_NO_TARGET:
      return _ ("There is no banner: it leads nowhere.");
    case WB_SERVED_GAP_NONE:
    case WB_SERVED_GAP_OFF:
    case WB_SERVED_GAP_ELSEWHERE:
    case WB_SERVED_GAP_NO_ORDER:
    default:
      return NULL;
  }
}

/* Whether customers read the question of a call request in a language that is not theirs. */
static gboolean
is_foreign (const WbServedAsk    *ask,
            const WbServedOffers *served)
{
  const char *own = wb_lang_text_get (ask->set->call_text, served->language);
  g_autofree char *bare = own ? g_strstrip (g_strdup (own)) : NULL;

  /* Where nothing is written at all, our own question is in their language. */
  return ask->set->call_text->texts->len > 0 && (!bare || *bare == '\0') &&
         wb_served_offers_find_gap (ask, WB_TOOL_CALL_REQUEST) == WB_SERVED_GAP_NONE;
}

/* What is not as a manager might expect, a line each. */
static void
show_notes (WbPreviewPane        *self,
            const WbServedAsk    *ask,
            const WbServedOffers *served)
{
  g_autoptr (GString) notes = g_string_new (NULL);

  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    const char *words = get_gap_words (wb_served_offers_find_gap (ask, tool));

    if (tool == WB_TOOL_CALL_REQUEST && is_foreign (ask, served))
      words = _ ("The call request has no text in this language, so another one is shown.");
    if (words)
      g_string_append_printf (notes, "%s%s", notes->len > 0 ? "\n" : "", words);
  }
  gtk_label_set_label (GTK_LABEL (self->notes), notes->str);
}

static void
update (WbPreviewPane *self)
{
  const WbOfferSet *set = get_set (self);
  gboolean desktop = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->desktop));
  g_autoptr (WbServedOffers) served = NULL;
  WbServedAsk ask = { 0 };
  WbPreviewContent content = { .width = desktop ? WB_PREVIEW_DESKTOP : WB_PREVIEW_PHONE };

  if (self->account && set) {
    fill_list (self, self->currencies, &self->currency_codes, dup_currencies (self, set), NULL,
               self->account->default_currency);
    ask = (WbServedAsk) {
      .account = self->account,
      .set = set,
      .banner = self->banner,
      .placement = get_place (self),
      .language = get_choice (self->languages, self->language_codes),
      .order_currency = get_choice (self->currencies, self->currency_codes),
      .today = self->today,
    };
    served = wb_served_offers_make (&ask);
    content.account = self->account;
    content.served = served;
    content.picture = self->picture;
    if (self->banner && self->banner->picture) {
      content.picture_width = self->banner->picture->width;
      content.picture_height = self->banner->picture->height;
    }
    show_caption (self, served, content.width);
    show_notes (self, &ask, served);
  }
  gtk_widget_set_visible (gtk_widget_get_parent (self->notes),
                          served && *gtk_label_get_label (GTK_LABEL (self->notes)));
  gtk_widget_set_visible (self->caption, served != NULL);
  gtk_widget_set_visible (self->customer_box, gtk_widget_get_visible (self->languages) ||
                          gtk_widget_get_visible (self->currencies));
  wb_offer_preview_show (WB_OFFER_PREVIEW (self->preview), &content);
}

static void
view_changed_cb (WbPreviewPane   *self,
                 GtkToggleButton *button)
{
  /* Of a group, one button goes off and another on: one of both is enough. */
  if (gtk_toggle_button_get_active (button) && !self->updating)
    update (self);
}

static void
customer_changed_cb (WbPreviewPane *self)
{
  if (!self->updating)
    update (self);
}

static void
follow (WbPreviewPane *self,
        WbOfferEditor *editor)
{
  if (self->editor)
    g_clear_signal_handler (&self->changed_id, self->editor);
  g_set_object (&self->editor, editor);
  if (editor)
    self->changed_id = g_signal_connect_swapped (editor, "changed", G_CALLBACK (update), self);
}

static void
wb_preview_pane_dispose (GObject *object)
{
  follow (WB_PREVIEW_PANE (object), NULL);

  G_OBJECT_CLASS (wb_preview_pane_parent_class)->dispose (object);
}

static void
wb_preview_pane_finalize (GObject *object)
{
  WbPreviewPane *self = WB_PREVIEW_PANE (object);

  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->set, wb_offer_set_unref);
  g_clear_pointer (&self->banner, wb_banner_unref);
  g_clear_object (&self->picture);
  g_strfreev (self->language_codes);
  g_strfreev (self->currency_codes);

  G_OBJECT_CLASS (wb_preview_pane_parent_class)->finalize (object);
}

static void
wb_preview_pane_class_init (WbPreviewPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_preview_pane_dispose;
  object_class->finalize = wb_preview_pane_finalize;

  g_type_ensure (WB_TYPE_OFFER_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-preview-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, phone);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, desktop);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, portal);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, ticket_page);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, email);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, customer_box);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, languages);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, currencies);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, preview);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, caption);
  gtk_widget_class_bind_template_child (widget_class, WbPreviewPane, notes);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, customer_changed_cb);
}

static void
wb_preview_pane_init (WbPreviewPane *self)
{
  self->language_codes = g_new0 (char *, 1);
  self->currency_codes = g_new0 (char *, 1);
  /* Nothing is shown, so nothing follows what the template sets. */
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  gtk_widget_set_visible (self->languages, FALSE);
  gtk_widget_set_visible (self->currencies, FALSE);
  update (self);
}

/**
 * wb_preview_pane_new:
 *
 * Returns: (transfer floating): a pane that shows nothing until it has an account and a set
 */
GtkWidget *
wb_preview_pane_new (void)
{
  return g_object_new (WB_TYPE_PREVIEW_PANE, NULL);
}

/**
 * wb_preview_pane_set_account:
 * @self: the pane
 * @account: (nullable): whose portal it is: colours, font, corners, name, languages, currencies
 */
void
wb_preview_pane_set_account (WbPreviewPane   *self,
                             const WbAccount *account)
{
  g_return_if_fail (WB_IS_PREVIEW_PANE (self));

  if (account == self->account)
    return;

  g_clear_pointer (&self->account, wb_account_unref);
  if (account) {
    self->account = wb_account_ref ((WbAccount *) account);
    fill_list (self, self->languages, &self->language_codes, g_strdupv (account->languages),
               wb_format_language_native, account->default_language);
  }
  update (self);
}

/**
 * wb_preview_pane_set_editor:
 * @self: the pane
 * @editor: (nullable): whose set is shown from now on, as it is edited
 */
void
wb_preview_pane_set_editor (WbPreviewPane *self,
                            WbOfferEditor *editor)
{
  g_return_if_fail (WB_IS_PREVIEW_PANE (self));
  g_return_if_fail (!editor || WB_IS_OFFER_EDITOR (editor));

  if (editor == self->editor && !self->set)
    return;

  g_clear_pointer (&self->set, wb_offer_set_unref);
  follow (self, editor);
  update (self);
}

/**
 * wb_preview_pane_show_set:
 * @self: the pane
 * @set: (nullable): what is shown from now on, an earlier version for one
 */
void
wb_preview_pane_show_set (WbPreviewPane    *self,
                          const WbOfferSet *set)
{
  g_return_if_fail (WB_IS_PREVIEW_PANE (self));

  follow (self, NULL);
  if (set)
    wb_offer_set_ref ((WbOfferSet *) set);
  g_clear_pointer (&self->set, wb_offer_set_unref);
  self->set = (WbOfferSet *) set;
  update (self);
}

/**
 * wb_preview_pane_set_banner:
 * @self: the pane
 * @banner: (nullable): the banner that the set names; another one is not shown
 * @picture: (nullable): its picture; until it is here its place is kept
 */
void
wb_preview_pane_set_banner (WbPreviewPane  *self,
                            const WbBanner *banner,
                            GdkPaintable   *picture)
{
  g_return_if_fail (WB_IS_PREVIEW_PANE (self));

  if (banner == self->banner && picture == self->picture)
    return;

  if (banner)
    wb_banner_ref ((WbBanner *) banner);
  g_clear_pointer (&self->banner, wb_banner_unref);
  self->banner = (WbBanner *) banner;
  g_set_object (&self->picture, picture);
  update (self);
}

/**
 * wb_preview_pane_set_today:
 * @self: the pane
 * @today: the date in the account's zone: a banner shows only within its period
 */
void
wb_preview_pane_set_today (WbPreviewPane *self,
                           gint32         today)
{
  g_return_if_fail (WB_IS_PREVIEW_PANE (self));

  if (today == self->today)
    return;

  self->today = today;
  update (self);
}

/**
 * wb_preview_pane_set_place:
 * @self: the pane
 * @place: exactly one
 * @width: of the customer's screen
 *
 * As a person would with the buttons.
 */
void
wb_preview_pane_set_place (WbPreviewPane  *self,
                           WbPlacements    place,
                           WbPreviewWidth  width)
{
  GtkWidget *button;

  g_return_if_fail (WB_IS_PREVIEW_PANE (self));
  g_return_if_fail (wb_placement_to_text (place));

  button = place == WB_PLACEMENT_EMAIL ? self->email
           : place == WB_PLACEMENT_TICKET_DETAIL ? self->ticket_page : self->portal;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  button = width == WB_PREVIEW_DESKTOP ? self->desktop : self->phone;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/**
 * wb_preview_pane_set_customer:
 * @self: the pane
 * @language: (nullable): ISO 639-1; one the account has not, and `NULL`, change nothing
 * @currency: (nullable): of the order; one that is not to choose, and `NULL`, change nothing
 *
 * As a person would with the lists.
 */
void
wb_preview_pane_set_customer (WbPreviewPane *self,
                              const char    *language,
                              const char    *currency)
{
  g_return_if_fail (WB_IS_PREVIEW_PANE (self));

  choose (self->languages, self->language_codes, language);
  choose (self->currencies, self->currency_codes, currency);
}

/**
 * wb_preview_pane_get_preview:
 * @self: the pane
 *
 * Returns: (transfer none): the picture in it
 */
WbOfferPreview *
wb_preview_pane_get_preview (WbPreviewPane *self)
{
  g_return_val_if_fail (WB_IS_PREVIEW_PANE (self), NULL);

  return WB_OFFER_PREVIEW (self->preview);
}
