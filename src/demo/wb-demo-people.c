/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's customers and goods; see wb-demo-people.h. */

#include "config.h"

#include "wb-demo-people.h"

#include "wb-fold.h"

#define N_NAMES 12
#define EMAIL_DOMAINS 3

typedef struct
{
  const char *language;
  WbDemoShop shop;
  int share_percent;
  const char *phone_prefix;
  int phone_digits;  /* that follow the prefix */
  const char *women[N_NAMES];
  const char *men[N_NAMES];
  const char *women_surnames[N_NAMES];
  const char *men_surnames[N_NAMES];
} Market;

static const Market markets[] = {
  { "cs", WB_DEMO_SHOP_CZ, 52, "+42060100", 4,
    { "Jana", "Eva", "Lenka", "Kateřina", "Věra", "Šárka", "Zdeňka", "Markéta", "Hana", "Lucie",
      "Barbora", "Žaneta" },
    { "Petr", "Jiří", "Tomáš", "Ondřej", "Václav", "Řehoř", "Miloš", "Luboš", "Vojtěch", "Šimon",
      "Matěj", "Čeněk" },
    { "Nováková", "Dvořáková", "Černá", "Procházková", "Kučerová", "Veselá", "Růžičková",
      "Fialová", "Šťastná", "Žáková", "Říhová", "Kovářová" },
    { "Novák", "Dvořák", "Černý", "Procházka", "Kučera", "Veselý", "Růžička", "Fiala", "Šťastný",
      "Žák", "Říha", "Kovář" } },
  { "sk", WB_DEMO_SHOP_EU, 13, "+42190500", 4,
    { "Zuzana", "Mária", "Katarína", "Ľubica", "Soňa", "Viera", "Anežka", "Dominika", "Ivana",
      "Božena", "Júlia", "Nina" },
    { "Ján", "Peter", "Ľuboš", "Štefan", "Michal", "Dušan", "Ján", "Igor", "Juraj", "Branislav",
      "Samuel", "Tadeáš" },
    { "Kováčová", "Horváthová", "Tóthová", "Nagyová", "Baloghová", "Hudáková", "Kráľová",
      "Ďuricová", "Šimková", "Lukáčová", "Poliaková", "Žilková" },
    { "Kováč", "Horváth", "Tóth", "Nagy", "Balogh", "Hudák", "Kráľ", "Ďurica", "Šimko", "Lukáč",
      "Poliak", "Žilka" } },
  { "pl", WB_DEMO_SHOP_PL, 18, "+4850000", 4,
    { "Agnieszka", "Małgorzata", "Elżbieta", "Joanna", "Zofia", "Bożena", "Grażyna", "Łucja",
      "Kinga", "Róża", "Dorota", "Iga" },
    { "Łukasz", "Paweł", "Michał", "Krzysztof", "Stanisław", "Wojciech", "Jędrzej", "Mikołaj",
      "Jakub", "Bartłomiej", "Rafał", "Józef" },
    { "Kowalska", "Wiśniewska", "Wójcik", "Lewandowska", "Zielińska", "Dąbrowska", "Kozłowska",
      "Gołębiewska", "Piątek", "Głowacka", "Szczęsna", "Łukasik" },
    { "Kowalski", "Wiśniewski", "Wójcik", "Lewandowski", "Zieliński", "Dąbrowski", "Kozłowski",
      "Gołębiewski", "Piątek", "Głowacki", "Szczęsny", "Łukasik" } },
  { "de", WB_DEMO_SHOP_EU, 8, "+4917604069", 3,
    { "Jördis", "Käthe", "Sophie", "Ulrike", "Änne", "Greta", "Lena", "Mareike", "Heike", "Birgit",
      "Zoë", "Franziska" },
    { "Jürgen", "Björn", "Klaus", "Günther", "Sören", "Matthias", "Stefan", "Uwe", "Jörg", "Lukas",
      "Emil", "Götz" },
    { "Müller", "Weiß", "Schäfer", "Groß", "König", "Böhm", "Krüger", "Vögele", "Jäger", "Straßer",
      "Köhler", "Schröder" },
    { "Müller", "Weiß", "Schäfer", "Groß", "König", "Böhm", "Krüger", "Vögele", "Jäger", "Straßer",
      "Köhler", "Schröder" } },
  { "de", WB_DEMO_SHOP_EU, 4, "+436605550", 3,
    { "Anna", "Theresa", "Veronika", "Elfriede", "Christl", "Sabine", "Gudrun", "Lieselotte",
      "Bärbel", "Magdalena", "Eva", "Brigitte" },
    { "Florian", "Günter", "Alois", "Josef", "Johannes", "Georg", "Franz", "Rüdiger", "Leopold",
      "Andreas", "Jakob", "Hannes" },
    { "Gruber", "Pichler", "Moser", "Höfer", "Grünwald", "Steiner", "Hölzl", "Schwarzböck",
      "Bräuer", "Österreicher", "Wögerbauer", "Mühlbacher" },
    { "Gruber", "Pichler", "Moser", "Höfer", "Grünwald", "Steiner", "Hölzl", "Schwarzböck",
      "Bräuer", "Österreicher", "Wögerbauer", "Mühlbacher" } },
  { "en", WB_DEMO_SHOP_EU, 2, "+121255501", 2,
    { "Mary", "Zoë", "Renée", "Ashley", "Chloë", "Hannah", "Stella", "Olivia", "Sofía", "Naomi",
      "Grace", "Emily" },
    { "José", "Michael", "André", "Tyler", "René", "Ethan", "Noël", "Jacob", "Ángel", "Logan",
      "Frank", "Ian" },
    { "Nuñez", "Johnson", "García", "Smith", "Peña", "Brown", "Martínez", "Miller", "Muñoz",
      "Davis", "López", "Clark" },
    { "Nuñez", "Johnson", "García", "Smith", "Peña", "Brown", "Martínez", "Miller", "Muñoz",
      "Davis", "López", "Clark" } },
  { "en", WB_DEMO_SHOP_EU, 3, "+35315550", 3,
    { "Aoife", "Niamh", "Chloë", "Siobhán", "Emma", "Gráinne", "Róisín", "Kate", "Órla", "Úna",
      "Laura", "Renée" },
    { "Seán", "Ciarán", "Liam", "Pádraig", "Oisín", "Eoin", "Conor", "Jack", "Mícheál", "Darragh",
      "André", "Owen" },
    { "O’Brien", "Byrne", "Ní Bhriain", "Kelly", "Walsh", "Ó Súilleabháin", "Doyle", "Nolan",
      "Fitzgerald", "Núñez", "Smyth", "Brontë" },
    { "O’Brien", "Byrne", "Ó Briain", "Kelly", "Walsh", "Ó Súilleabháin", "Doyle", "Nolan",
      "Fitzgerald", "Núñez", "Smyth", "Brontë" } },
};

/* Names in the shop's language: Czech, English, Polish. Prices in crowns, euros, zlotys. */
static const struct {
  const char *names[WB_DEMO_N_SHOPS];
  const char *manufacturer;
  gint64 prices_minor[WB_DEMO_N_SHOPS];
} products[] = {
  { { "Křeslo Oslo", "Oslo armchair", "Fotel Oslo" }, "Nordic", { 459000, 18900, 79900 } },
  { { "Stolní lampa Světluška", "Firefly table lamp", "Lampa stołowa Świetlik" }, "Lumina",
    { 119000, 4900, 20900 } },
  { { "Jídelní stůl Dub", "Oak dining table", "Stół dębowy" }, "Řemeslo",
    { 1249000, 49900, 219900 } },
  { { "Komoda Šárka", "Šárka chest of drawers", "Komoda Šárka" }, "Řemeslo",
    { 689000, 27900, 119900 } },
  { { "Závěsné svítidlo Měsíc", "Moon pendant light", "Lampa wisząca Księżyc" }, "Lumina",
    { 249000, 9990, 42900 } },
  { { "Vlněná deka", "Woollen blanket", "Wełniany koc" }, "Ovečka", { 159000, 6490, 27900 } },
  { { "Povlečení Louka", "Meadow bed linen", "Pościel Łąka" }, "Ovečka", { 99900, 3990, 17900 } },
  { { "Kancelářská židle Páteř", "Spine office chair", "Krzesło biurowe Kręgosłup" }, "Ergo",
    { 529000, 20900, 91900 } },
  { { "Koupelnové zrcadlo", "Bathroom mirror", "Lustro łazienkowe" }, "Hladina",
    { 189000, 7490, 32900 } },
  { { "Sada hrnků Čtvero", "Set of four mugs", "Zestaw czterech kubków" }, "Hlína",
    { 79900, 3190, 13900 } },
  { { "Koberec Písek 160 × 230", "Sand rug 160 × 230", "Dywan Piasek 160 × 230" }, "Nordic",
    { 349000, 13900, 59900 } },
  { { "Nástěnné hodiny Ticho", "Silence wall clock", "Zegar ścienny Cisza" }, "Hladina",
    { 89900, 3590, 15900 } },
  { { "Knihovna Žebřík", "Ladder bookcase", "Regał Drabina" }, "Řemeslo",
    { 399000, 15900, 69900 } },
  { { "Polštář z pohanky", "Buckwheat pillow", "Poduszka z gryki" }, "Ovečka",
    { 69900, 2790, 11900 } },
};

static const char *const variants[WB_DEMO_N_SHOPS][6] = {
  { "šedé", "dub", "bílé", "černé", "tmavě modré", NULL },
  { "grey", "oak", "white", "black", "navy", NULL },
  { "szary", "dąb", "biały", "czarny", "granatowy", NULL },
};

static guint
draw (WbRandom *random,
      gsize     bound)
{
  return wb_random_below (random, (guint32) bound);
}

static const Market *
draw_market (WbRandom *random)
{
  int point = (int) draw (random, 100);
  gsize i = 0;

  for (; i < G_N_ELEMENTS (markets) - 1 && point >= markets[i].share_percent; i++)
    point -= markets[i].share_percent;

  return &markets[i];
}

/* "Łukasz Wiśniewski" is lukasz.wisniewski7@example.org. */
static char *
make_email (const char *name,
            WbRandom   *random)
{
  static const char *const domains[EMAIL_DOMAINS] = { "example.com", "example.net", "example.org" };
  g_autofree char *folded = wb_fold (name);
  g_autoptr (GString) local = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (local, *p);
    else if (*p == ' ' && local->len > 0)
      g_string_append_c (local, '.');
  }

  return g_strdup_printf ("%s%u@%s", local->str, draw (random, 100),
                          domains[draw (random, EMAIL_DOMAINS)]);
}

/**
 * wb_demo_person_init:
 * @self: the person to make
 * @random: what it is made by
 *
 * Draws a customer of one of the demo's countries.
 */
void
wb_demo_person_init (WbDemoPerson *self,
                     WbRandom     *random)
{
  const Market *market = draw_market (random);
  gboolean is_woman = draw (random, 2) == 0;
  const char *const *firsts = is_woman ? market->women : market->men;
  const char *const *lasts = is_woman ? market->women_surnames : market->men_surnames;
  guint number = draw (random, market->phone_digits == 2 ? 100
                               : market->phone_digits == 3 ? 1000 : 10000);

  self->name = g_strconcat (firsts[draw (random, N_NAMES)], " ", lasts[draw (random, N_NAMES)],
                            NULL);
  self->email = make_email (self->name, random);
  self->phone = g_strdup_printf ("%s%0*u", market->phone_prefix, market->phone_digits, number);
  self->language = market->language;
  self->shop = market->shop;
}

/**
 * wb_demo_person_clear:
 * @self: a person
 */
void
wb_demo_person_clear (WbDemoPerson *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->phone, g_free);
}

/**
 * wb_demo_product_pick:
 * @product_out: (out caller-allocates): the goods
 * @shop: where they were bought
 * @random: what they are drawn by
 */
void
wb_demo_product_pick (WbDemoProduct *product_out,
                      WbDemoShop     shop,
                      WbRandom      *random)
{
  gsize i = draw (random, G_N_ELEMENTS (products));

  product_out->name = products[i].names[shop];
  product_out->variant = variants[shop][draw (random, G_N_ELEMENTS (variants[shop]))];
  product_out->manufacturer = products[i].manufacturer;
  product_out->price_minor = products[i].prices_minor[shop];
}
