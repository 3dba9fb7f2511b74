/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the customer sees: the lines of the picture, what is really drawn of them, what a screen reader
 * is told, and the pane that follows an editor. */

#include "config.h"

#include "app-fixture.h"

#include "wb-preview-pane.h"

#include <string.h>

#define TODAY 20000

static void
add_amount (WbOfferSet *set,
            const char *currency,
            const char *amount,
            const char *minimum)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, currency);

  row->amount = g_strdup (amount);
  row->min_order_value = g_strdup (minimum);
}

static WbOfferSet *
new_set (void)
{
  WbOfferSet *set = wb_offer_set_new ();

  set->type = g_strdup ("b1");
  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    wb_offer_set_set_on (set, tool, TRUE);
    wb_offer_set_set_placements (set, tool, WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL |
                                 WB_PLACEMENT_EMAIL);
  }
  add_amount (set, "CZK", "200.00", "1000.00");
  add_amount (set, "EUR", "8.00", NULL);
  set->validity_days = 14;
  wb_lang_text_set (set->call_text, "cs", "Máme vám zavolat?");
  wb_lang_text_set (set->call_text, "en", "Want a call?");
  set->banner = g_strdup ("b7");
  set->banner_target_url = g_strdup ("https://example.cz/akce");

  return set;
}

static WbAccount *
new_account (void)
{
  const char *languages[] = { "cs", "en", NULL };
  const char *currencies[] = { "CZK", "EUR", NULL };
  WbAccount *account = wb_account_new ();

  account->name = wb_lang_text_new ();
  wb_lang_text_set (account->name, "cs", "Nábytek Oslo");
  account->default_language = g_strdup ("cs");
  account->default_currency = g_strdup ("CZK");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((char **) languages);
  g_strfreev (account->currencies);
  account->currencies = g_strdupv ((char **) currencies);
  account->portal_url = g_strdup ("https://www.oslo.example/vraceni");
  account->numbering_prefix = g_strdup ("2026");
  account->numbering_suffix_length = 4;
  account->color_primary = g_strdup ("#1d4ed8");
  account->color_button_text = g_strdup ("#ffffff");
  account->color_background = g_strdup ("#fff7e6");
  account->color_text = g_strdup ("#111827");
  account->corner_radius = g_strdup ("medium");

  return account;
}

static WbBanner *
new_banner (void)
{
  WbBanner *banner = wb_banner_new ();

  banner->id = g_strdup ("b7");
  banner->picture = wb_picture_new ();
  banner->picture->url = g_strdup ("https://cdn.example.com/f/b7.png");
  banner->picture->width = 1200;
  banner->picture->height = 300;
  wb_lang_text_set (banner->alt_text, "cs", "Podzimní slevy");

  return banner;
}

static GdkPaintable *
new_picture (void)
{
  g_autofree guint8 *pixels = g_malloc (4 * 4 * 3);
  g_autoptr (GBytes) bytes = NULL;

  memset (pixels, 0x40, 4 * 4 * 3);
  bytes = g_bytes_new (pixels, 4 * 4 * 3);

  return GDK_PAINTABLE (gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8, bytes, 4 * 3));
}

/* A pane in a window, with all there is to show. */
typedef struct
{
  WbAccount *account;
  WbOfferSet *set;
  WbBanner *banner;
  GdkPaintable *picture;
  WbPreviewPane *pane;
  WbOfferPreview *preview;
  GtkWidget *window;
} Pane;

static void
set_up (Pane          *self,
        gconstpointer  data)
{
  self->account = new_account ();
  self->set = new_set ();
  self->banner = new_banner ();
  self->picture = new_picture ();
  self->pane = WB_PREVIEW_PANE (wb_preview_pane_new ());
  self->preview = wb_preview_pane_get_preview (self->pane);
  wb_preview_pane_set_account (self->pane, self->account);
  wb_preview_pane_set_today (self->pane, TODAY);
  wb_preview_pane_show_set (self->pane, self->set);
  wb_preview_pane_set_banner (self->pane, self->banner, self->picture);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 420, 900);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->pane));
}

static void
tear_down (Pane          *self,
           gconstpointer  data)
{
  WbPreviewPane *pane = g_object_ref (self->pane);

  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (pane);
  wb_account_unref (self->account);
  wb_offer_set_unref (self->set);
  wb_banner_unref (self->banner);
  g_object_unref (self->picture);
}

/* The lines of the offers, or (@page) those around them, one per row. */
static char *
say_lines (WbOfferPreview *preview,
           gboolean        page)
{
  static const char kinds[] = "phtfbi";
  GPtrArray *lines = wb_offer_preview_get_lines (preview);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const WbPreviewLine *line = g_ptr_array_index (lines, i);

    g_assert_cmpint (line->kind == WB_PREVIEW_PAGE, ==, line->tool == WB_N_TOOLS);
    if ((line->kind == WB_PREVIEW_PAGE) == page)
      g_string_append_printf (text, "%s%c %s", text->len > 0 ? "\n" : "", kinds[line->kind],
                              line->text);
  }
  /* How ICU groups digits and spaces currencies is tested with money. */
  g_string_replace (text, "\302\240", " ", 0);
  g_string_replace (text, "\342\200\257", " ", 0);

  return g_string_free (text, FALSE);
}

static void
assert_lines (Pane       *self,
              gboolean    page,
              const char *expected)
{
  g_autofree char *lines = say_lines (self->preview, page);

  g_assert_cmpstr (lines, ==, expected);
}

#define COUPON "h Sleva 200 Kč na další nákup\nt Při nákupu od 1 000 Kč, platí 14 dní.\nb Získat kupón"
#define CALL "h Máme vám zavolat?\nf Váš telefon\nb Zavolejte mi"
#define MAIL_CALL "h Máme vám zavolat?\nb Zavolejte mi"
#define BANNER "i Podzimní slevy"

static const struct
{
  WbPlacements place;
  const char *page;
  const char *said[WB_N_TOOLS];
} places[] = {
  { WB_PLACEMENT_PORTAL,
    "p www.oslo.example\np Nábytek Oslo\np Děkujeme, vaši žádost máme\np Číslo žádosti: 20260042\n"
    "p Jakmile bude něco nového, napíšeme vám.", { COUPON, CALL, BANNER } },
  { WB_PLACEMENT_TICKET_DETAIL,
    "p www.oslo.example\np Nábytek Oslo\np Vaše žádost 20260042\np Přijato\np Řešíme\np Vyřízeno",
    { COUPON, CALL, BANNER } },
  { WB_PLACEMENT_EMAIL,
    "p Novinky k vaší žádosti 20260042\np Nábytek Oslo\np Dobrý den,\n"
    "p vaši žádost máme a pracujeme na ní.\np Nábytek Oslo", { COUPON, MAIL_CALL, BANNER } },
};

/* All 8 ways to switch three tools, at 3 places, on 2 screens. */
static void
test_preview_every_combination (Pane          *self,
                                gconstpointer  data)
{
  for (guint on = 0; on < 8; on++) {
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autoptr (WbOfferSet) set = wb_offer_set_copy (self->set);

      for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
        wb_offer_set_set_on (set, tool, (on >> tool & 1) != 0);
        if ((on >> tool & 1) != 0)
          g_string_append_printf (expected, "%s%s", expected->len > 0 ? "\n" : "",
                                  places[i].said[tool]);
      }
      g_test_message ("tools %u at %s", on, wb_placement_to_text (places[i].place));
      wb_preview_pane_show_set (self->pane, set);
      wb_preview_pane_set_place (self->pane, places[i].place, WB_PREVIEW_PHONE);
      assert_lines (self, FALSE, expected->str);
      assert_lines (self, TRUE, places[i].page);
      wb_preview_pane_set_place (self->pane, places[i].place, WB_PREVIEW_DESKTOP);
      assert_lines (self, FALSE, expected->str);
      assert_lines (self, TRUE, places[i].page);
    }
  }
}

/* Each line is a label or picture on the page, in the same order, and below the one before or beside
 * it. */
static void
test_preview_draws_its_lines (Pane          *self,
                              gconstpointer  data)
{
  GtkWidget *child = NULL;

  gtk_window_present (GTK_WINDOW (self->window));
  app_wait_frames (self->window, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    GPtrArray *lines = NULL;
    guint n_seen = 0;

    wb_preview_pane_set_place (self->pane, places[i].place, WB_PREVIEW_PHONE);
    app_wait_frames (self->window, 3);
    lines = wb_offer_preview_get_lines (self->preview);
    for (child = gtk_widget_get_first_child (GTK_WIDGET (self->preview)); child;
         child = gtk_widget_get_next_sibling (child)) {
      const WbPreviewLine *line = n_seen < lines->len ? g_ptr_array_index (lines, n_seen) : NULL;
      const char *text = GTK_IS_LABEL (child)
                         ? gtk_label_get_text (GTK_LABEL (child))
                         : gtk_picture_get_alternative_text (GTK_PICTURE (child));
      graphene_rect_t bounds;

      if (!gtk_widget_get_visible (child) || !line || !g_str_equal (text, line->text))
        continue;
      g_assert_true (gtk_widget_get_mapped (child));
      g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (self->preview), &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, 0.0f);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                         gtk_widget_get_width (GTK_WIDGET (self->preview)));
      g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=,
                         gtk_widget_get_height (GTK_WIDGET (self->preview)));
      n_seen++;
    }
    g_assert_cmpuint (n_seen, ==, lines->len);
  }
}

static void
test_preview_is_read_out (Pane          *self,
                          gconstpointer  data)
{
  g_autoptr (WbOfferSet) off = wb_offer_set_new ();

  wb_preview_pane_set_customer (self->pane, "en", "EUR");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->preview),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Preview of the last portal step");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    "www.oslo.example\nNábytek Oslo\nThank you, we have your request\nRequest number: 20260042\n"
    "We will write as soon as there is news.\n€8 off your next order\nValid for 14\302\240days.\n"
    "Get my coupon\nWant a call?\nYour phone number\nCall me\nPodzimní slevy");

  wb_preview_pane_show_set (self->pane, off);
  wb_preview_pane_set_place (self->pane, WB_PLACEMENT_EMAIL, WB_PREVIEW_PHONE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->preview),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Preview of the e-mail");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    "News about your request 20260042\nNábytek Oslo\nHello,\n"
    "we have your request and are working on it.\nNábytek Oslo\nNothing is offered here.");
}

static int
get_height (Pane *self,
            int   width)
{
  int height = 0;

  gtk_widget_measure (GTK_WIDGET (self->preview), GTK_ORIENTATION_VERTICAL, width, NULL, &height,
                      NULL, NULL);

  return height;
}

/* It shrinks with the room there is, whole, and never grows beyond the page's own size. */
static void
test_preview_fits_the_room (Pane          *self,
                            gconstpointer  data)
{
  g_autoptr (WbOfferSet) wordy = wb_offer_set_copy (self->set);
  g_autoptr (WbOfferSet) off = wb_offer_set_new ();
  g_autofree char *words = g_strnfill (500, 'w');
  int whole = get_height (self, WB_PREVIEW_PHONE_PX);
  int natural = 0;
  int bare = 0;

  g_assert_cmpint (whole, >, 400);
  g_assert_cmpint (get_height (self, 900), ==, whole);
  g_assert_cmpint (ABS (get_height (self, WB_PREVIEW_PHONE_PX / 5 * 4) - whole * 4 / 5), <=, 2);
  gtk_widget_measure (GTK_WIDGET (self->preview), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                      NULL, NULL);
  g_assert_cmpint (natural, ==, WB_PREVIEW_PHONE_PX);

  wb_preview_pane_set_place (self->pane, WB_PLACEMENT_PORTAL, WB_PREVIEW_DESKTOP);
  gtk_widget_measure (GTK_WIDGET (self->preview), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                      NULL, NULL);
  g_assert_cmpint (natural, ==, WB_PREVIEW_DESKTOP_PX);
  wb_preview_pane_set_place (self->pane, WB_PLACEMENT_PORTAL, WB_PREVIEW_PHONE);

  /* A word that fits in no line is broken, and the page is as long as that takes. */
  wb_lang_text_set (wordy->call_text, "cs", words);
  wb_preview_pane_show_set (self->pane, wordy);
  g_assert_cmpint (get_height (self, WB_PREVIEW_PHONE_PX), >, whole + 150);

  wb_preview_pane_show_set (self->pane, off);
  bare = get_height (self, WB_PREVIEW_PHONE_PX);
  g_assert_cmpint (bare, <, whole - 200);

  wb_preview_pane_show_set (self->pane, NULL);
  g_assert_cmpint (get_height (self, WB_PREVIEW_PHONE_PX), ==, 0);
  g_assert_cmpuint (wb_offer_preview_get_lines (self->preview)->len, ==, 0);
}

/* Children that were there before, and how many of their texts were set since. */
typedef struct
{
  GPtrArray *children;  /* (element-type GtkWidget) */
  guint n_set;
} Watch;

static void
label_set_cb (Watch *watch)
{
  watch->n_set++;
}

static void
watch_children (Pane  *self,
                Watch *watch)
{
  watch->children = g_ptr_array_new_with_free_func (g_object_unref);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->preview)); child;
       child = gtk_widget_get_next_sibling (child)) {
    g_ptr_array_add (watch->children, g_object_ref (child));
    if (GTK_IS_LABEL (child))
      g_signal_connect_swapped (child, "notify::label", G_CALLBACK (label_set_cb), watch);
  }
}

static guint
count_gone (const Watch *watch)
{
  guint n = 0;

  for (guint i = 0; i < watch->children->len; i++)
    n += gtk_widget_get_parent (g_ptr_array_index (watch->children, i)) ? 0 : 1;

  return n;
}

/* What is shown already is not made again; of a change, only what it changes is. */
static void
test_preview_redraws_on_change_only (Pane          *self,
                                     gconstpointer  data)
{
  g_autoptr (WbOfferSet) same = wb_offer_set_copy (self->set);
  g_autoptr (WbOfferSet) other = wb_offer_set_copy (self->set);
  g_autoptr (WbOfferSet) less = wb_offer_set_copy (self->set);
  Watch watch = { NULL, 0 };

  watch_children (self, &watch);
  g_assert_cmpuint (watch.children->len, ==, 1 + 5 + 3 + 3 + 1);

  same->version = 99;
  wb_preview_pane_show_set (self->pane, same);
  wb_preview_pane_set_today (self->pane, TODAY + 1);
  g_assert_cmpuint (watch.n_set, ==, 0);

  other->validity_days = 15;
  wb_preview_pane_show_set (self->pane, other);
  g_assert_cmpuint (watch.n_set, ==, 1);
  g_assert_cmpuint (count_gone (&watch), ==, 0);
  assert_lines (self, FALSE,
                "h Sleva 200 Kč na další nákup\nt Při nákupu od 1 000 Kč, platí 15 dní.\n"
                "b Získat kupón\n" CALL "\n" BANNER);

  /* Without the call request, its three lines are gone. */
  less->call_enabled = FALSE;
  wb_preview_pane_show_set (self->pane, less);
  g_assert_cmpuint (count_gone (&watch), ==, 4);
  assert_lines (self, FALSE, COUPON "\n" BANNER);
  for (guint i = 0; i < watch.children->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (watch.children, i), &watch);
  g_ptr_array_unref (watch.children);
}

static guint
count_pixels (Pane    *self,
              guint32  rgb)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self->preview));
  int width = gtk_widget_get_width (GTK_WIDGET (self->preview));
  int height = gtk_widget_get_height (GTK_WIDGET (self->preview));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = NULL;
  guint n = 0;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
    &GRAPHENE_RECT_INIT (0, 0, width, height));
  pixels = g_new0 (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * sizeof (guint32));
  for (int i = 0; i < width * height; i++)
    n += (pixels[i] & 0xffffff) == rgb ? 1 : 0;

  return n;
}

/* The portal's colours in a light window and in a dark one, where they are the portal's still. */
static void
test_preview_has_the_portals_colours (Pane          *self,
                                      gconstpointer  data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (WbAccount) red = new_account ();
  guint light_primary = 0;
  guint light_background = 0;

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_window_present (GTK_WINDOW (self->window));
  app_wait_frames (self->window, 6);
  light_primary = count_pixels (self, 0x1d4ed8);
  light_background = count_pixels (self, 0xfff7e6);
  g_assert_cmpuint (light_primary, >, 5000);
  g_assert_cmpuint (light_background, >, 50000);
  /* The picture that was handed in. */
  g_assert_cmpuint (count_pixels (self, 0x404040), >, 10000);

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  app_wait_frames (self->window, 6);
  g_assert_cmpuint (count_pixels (self, 0x1d4ed8), ==, light_primary);
  g_assert_cmpuint (count_pixels (self, 0xfff7e6), ==, light_background);

  g_free (red->color_primary);
  red->color_primary = g_strdup ("#b00020");
  wb_preview_pane_set_account (self->pane, red);
  wb_preview_pane_set_banner (self->pane, self->banner, NULL);
  app_wait_frames (self->window, 6);
  g_assert_cmpuint (count_pixels (self, 0x1d4ed8), ==, 0);
  g_assert_cmpuint (count_pixels (self, 0xb00020), ==, light_primary);
  g_assert_cmpuint (count_pixels (self, 0x404040), ==, 0);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* An account that says nothing of its looks, or nonsense, is drawn all the same. */
static void
test_preview_takes_any_account (Pane          *self,
                                gconstpointer  data)
{
  g_autoptr (WbAccount) bare = wb_account_new ();
  g_autoptr (WbAccount) odd = new_account ();

  bare->default_language = g_strdup ("cs");
  bare->default_currency = g_strdup ("CZK");
  g_free (odd->color_primary);
  odd->color_primary = g_strdup ("reddish");
  odd->font = g_strdup ("<b>\"no\" font, ");
  g_free (odd->corner_radius);
  odd->corner_radius = g_strdup ("round");
  g_free (odd->portal_url);
  odd->portal_url = g_strdup ("not an address");
  odd->numbering_suffix_length = 1000;
  gtk_window_present (GTK_WINDOW (self->window));

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GString) offers = g_string_new (NULL);

    wb_preview_pane_set_place (self->pane, places[i].place, WB_PREVIEW_PHONE);
    wb_preview_pane_set_account (self->pane, bare);
    g_string_printf (offers, "%s\n%s\n%s", places[i].said[0], places[i].said[1],
                     places[i].said[2]);
    assert_lines (self, FALSE, offers->str);
    app_wait_frames (self->window, 3);
    wb_preview_pane_set_account (self->pane, odd);
    assert_lines (self, FALSE, offers->str);
    app_wait_frames (self->window, 3);
  }
}

static void
test_pane_follows_an_editor (Pane          *self,
                             gconstpointer  data)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  g_autoptr (WbOfferEditor) editor = wb_offer_editor_new (self->set, stores, "cs", "cs_CZ");

  wb_preview_pane_show_set (self->pane, NULL);
  assert_lines (self, FALSE, "");
  wb_preview_pane_set_editor (self->pane, editor);
  assert_lines (self, FALSE, COUPON "\n" CALL "\n" BANNER);

  wb_offer_editor_type_amount (editor, "CZK", "250");
  wb_offer_editor_set_validity (editor, 2);
  assert_lines (self, FALSE,
                "h Sleva 250 Kč na další nákup\nt Při nákupu od 1 000 Kč, platí 2 dny.\n"
                "b Získat kupón\n" CALL "\n" BANNER);
  wb_offer_editor_type_call_text (editor, "cs", "Voláme rádi!");
  wb_offer_editor_set_on (editor, WB_TOOL_COUPON, FALSE);
  assert_lines (self, FALSE, "h Voláme rádi!\nf Váš telefon\nb Zavolejte mi\n" BANNER);
  wb_offer_editor_set_place (editor, WB_TOOL_CALL_REQUEST, WB_PLACEMENT_PORTAL, FALSE);
  assert_lines (self, FALSE, BANNER);

  /* An earlier version takes its place, and then it is followed no more. */
  wb_preview_pane_show_set (self->pane, self->set);
  wb_offer_editor_set_on (editor, WB_TOOL_BANNER, FALSE);
  assert_lines (self, FALSE, COUPON "\n" CALL "\n" BANNER);
}

static void
test_pane_customer (Pane          *self,
                    gconstpointer  data)
{
  GtkWidget *lists = app_find (GTK_WIDGET (self->pane), GTK_TYPE_DROP_DOWN);
  g_autoptr (WbAccount) single = new_account ();
  const char *one_language[] = { "cs", NULL };
  const char *one_currency[] = { "CZK", NULL };
  g_autoptr (WbOfferSet) czk = wb_offer_set_copy (self->set);

  g_assert_true (gtk_widget_get_visible (lists));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (lists)));
  wb_preview_pane_set_customer (self->pane, "en", "EUR");
  assert_lines (self, FALSE,
                "h €8 off your next order\nt Valid for 14 days.\nb Get my coupon\n"
                "h Want a call?\nf Your phone number\nb Call me\n" BANNER);
  /* What is not to choose changes nothing. */
  wb_preview_pane_set_customer (self->pane, "fr", "USD");
  wb_preview_pane_set_customer (self->pane, NULL, "CZK");
  assert_lines (self, FALSE,
                "h CZK 200 off your next order\nt On orders from CZK 1,000, valid for 14 days.\n"
                "b Get my coupon\nh Want a call?\nf Your phone number\nb Call me\n" BANNER);

  /* Where there is nothing to choose, there is nothing to choose with. */
  g_strfreev (single->languages);
  single->languages = g_strdupv ((char **) one_language);
  g_strfreev (single->currencies);
  single->currencies = g_strdupv ((char **) one_currency);
  g_ptr_array_set_size (czk->amounts, 1);
  wb_preview_pane_show_set (self->pane, czk);
  wb_preview_pane_set_account (self->pane, single);
  g_assert_false (gtk_widget_get_visible (lists));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_next_sibling (lists)));
  assert_lines (self, FALSE, COUPON "\n" CALL "\n" BANNER);
}

static void
test_pane_banner (Pane          *self,
                  gconstpointer  data)
{
  g_autoptr (WbBanner) other = new_banner ();

  self->banner->ends_on = TODAY;
  wb_preview_pane_set_banner (self->pane, self->banner, NULL);
  assert_lines (self, FALSE, COUPON "\n" CALL "\n" BANNER);
  wb_preview_pane_set_today (self->pane, TODAY + 1);
  assert_lines (self, FALSE, COUPON "\n" CALL);
  wb_preview_pane_set_today (self->pane, TODAY);

  g_free (other->id);
  other->id = g_strdup ("b8");
  wb_preview_pane_set_banner (self->pane, other, self->picture);
  assert_lines (self, FALSE, COUPON "\n" CALL);
  wb_preview_pane_set_banner (self->pane, NULL, NULL);
  assert_lines (self, FALSE, COUPON "\n" CALL);
}

/* The label of the notes, if it is to be seen. */
static const char *
find_notes (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    const char *below = NULL;

    if (!gtk_widget_get_visible (child) || WB_IS_OFFER_PREVIEW (child))
      continue;
    if (GTK_IS_LABEL (child) &&
        gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (child)) == GTK_ACCESSIBLE_ROLE_STATUS)
      return gtk_label_get_label (GTK_LABEL (child));
    below = find_notes (child);
    if (below)
      return below;
  }

  return NULL;
}

/* Why what is switched on cannot be seen; what is switched off or placed elsewhere needs no word. */
static void
test_pane_notes (Pane          *self,
                 gconstpointer  data)
{
  g_autoptr (WbOfferSet) set = wb_offer_set_copy (self->set);
  g_autoptr (WbOfferSet) off = NULL;

  g_assert_cmpstr (find_notes (GTK_WIDGET (self->pane)), ==, NULL);

  g_clear_pointer (&wb_offer_set_ensure_amount (set, "EUR")->amount, g_free);
  wb_lang_text_set (set->call_text, "en", " ");
  wb_preview_pane_show_set (self->pane, set);
  g_assert_cmpstr (find_notes (GTK_WIDGET (self->pane)), ==, NULL);
  wb_preview_pane_set_customer (self->pane, "cs", "EUR");
  g_assert_cmpstr (find_notes (GTK_WIDGET (self->pane)), ==,
                   "There is no coupon: it has no amount in this currency.");
  wb_preview_pane_set_customer (self->pane, "en", "EUR");
  wb_preview_pane_set_today (self->pane, TODAY);
  self->banner->archived = TRUE;
  wb_preview_pane_set_banner (self->pane, self->banner, NULL);
  g_assert_cmpstr (find_notes (GTK_WIDGET (self->pane)), ==,
                   "There is no coupon: it has no amount in this currency.\n"
                   "The call request has no text in this language, so another one is shown.\n"
                   "There is no banner: it is archived.");

  /* Nothing is missed where nothing is wanted. */
  off = wb_offer_set_copy (set);
  off->coupon_enabled = off->banner_enabled = FALSE;
  off->call_placements = WB_PLACEMENT_EMAIL;
  wb_preview_pane_show_set (self->pane, off);
  g_assert_cmpstr (find_notes (GTK_WIDGET (self->pane)), ==, NULL);
}

#define ADD(name, func) \
  g_test_add ("/winback/app/offer-preview/" name, Pane, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("every-combination", test_preview_every_combination);
  ADD ("draws-its-lines", test_preview_draws_its_lines);
  ADD ("is-read-out", test_preview_is_read_out);
  ADD ("fits-the-room", test_preview_fits_the_room);
  ADD ("redraws-on-change-only", test_preview_redraws_on_change_only);
  ADD ("has-the-portals-colours", test_preview_has_the_portals_colours);
  ADD ("takes-any-account", test_preview_takes_any_account);
  ADD ("pane-follows-an-editor", test_pane_follows_an_editor);
  ADD ("pane-customer", test_pane_customer);
  ADD ("pane-banner", test_pane_banner);
  ADD ("pane-notes", test_pane_notes);

  return g_test_run ();
}
