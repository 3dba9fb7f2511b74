/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of commands, their options, and the way from an error to an exit status: 0 stored or
 * sent, 1 refused or failed with one line on standard error, 2 wrong usage. */

#include "config.h"

#include "wb-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MAX_WORDS 3

G_DEFINE_QUARK (wb-cli-error-quark, wb_cli_error)

typedef enum
{
  TAKES_NOTHING = 0,
  TAKES_TOKEN_FILE = 1 << 0,
  TAKES_CA = 1 << 1,
  TAKES_WATCH = 1 << 2,
  TAKES_GROUP = 1 << 3,
  TAKES_MINE = 1 << 4,
  TAKES_FREE = 1 << 5,
  TAKES_OUTCOME = 1 << 6,
  TAKES_NOTE = 1 << 7,
  TAKES_UNTIL = 1 << 8,
  TAKES_ATTEMPT = 1 << 9,
  TAKES_CURRENCY = 1 << 10,
  TAKES_AMOUNT = 1 << 11,
  TAKES_SEARCH = 1 << 12,
  TAKES_FILE = 1 << 13,
  TAKES_NUMBER = 1 << 14,
  TAKES_NAME = 1 << 15,
  TAKES_ALT = 1 << 16,
  TAKES_FROM = 1 << 17,
  TAKES_ALL = 1 << 18,
  TAKES_TYPE = 1 << 19,
  TAKES_NO_NUMBER = 1 << 20,
  TAKES_SORT = 1 << 21,
  TAKES_TO = 1 << 22,
  TAKES_SECRET_FILE = 1 << 23,
  TAKES_SHOP = 1 << 24,
  TAKES_TICKET = 1 << 25,
  TAKES_PERCENT = 1 << 26,
  TAKES_MIN_ORDER = 1 << 27,
  TAKES_DAYS = 1 << 28,
  TAKES_REPLACE = 1 << 29,
  TAKES_STATE = 1 << 30,
  TAKES_CSV = 1u << 31,
} Takes;

/* By the bits above. */
static const char *const option_names[] = {
  "token-file", "ca",       "watch",  "group",  "mine", "free",    "outcome", "note",
  "until",      "attempt",  "currency", "amount", "search", "file", "version", "name",
  "alt",        "from",     "all",    "type",   "no-number", "sort", "to", "secret-file",
  "shop",       "ticket",   "percent", "min-order", "days", "replace", "state", "csv",
};

typedef struct
{
  const char *words;       /* "call take" */
  const char *arguments;   /* as the help shows them */
  const char *summary;     /* untranslated */
  guint n_args;            /* at least */
  Takes takes;
  Takes needs;
  gboolean is_without_workspace;
  gboolean (*run)(WbCli *self, GStrv args, GError **error);
  guint n_more;            /* arguments that may be left out */
} Command;

static const Command commands[] = {
  { "connect helpdesk", "URL --token-file FILE [--ca FILE]", N_ ("connect a helpdesk"), 1,
    TAKES_TOKEN_FILE | TAKES_CA, TAKES_TOKEN_FILE, TRUE, wb_cli_connect },
  { "connect shop",
    "shoptet|shopify|woocommerce URL --secret-file FILE [--ca FILE] [--name NAME]",
    N_ ("connect a shop, where the helpdesk has no service that does"), 2,
    TAKES_SECRET_FILE | TAKES_CA | TAKES_NAME, TAKES_SECRET_FILE, FALSE, wb_cli_connect_shop },
  { "shop list", "", N_ ("list the shops and how they are"), 0, 0, 0, FALSE, wb_cli_shop_list },
  { "shop check", "[SHOP]", N_ ("ask the shops whether all is well"), 0, 0, 0, FALSE,
    wb_cli_shop_check, 1 },
  { "shop pause", "SHOP", N_ ("ask a shop nothing for a while"), 1, 0, 0, FALSE,
    wb_cli_shop_pause },
  { "shop resume", "SHOP", N_ ("let a paused shop work again"), 1, 0, 0, FALSE,
    wb_cli_shop_resume },
  { "shop remove", "SHOP", N_ ("forget a shop and its key; its coupons stay valid"), 1, 0, 0,
    FALSE, wb_cli_shop_remove },
  { "sync", "[--watch]", N_ ("fetch what is new and send what waits"), 0, TAKES_WATCH, 0, FALSE,
    wb_cli_sync },
  { "calls",
    "[--group late|today|week|later|closed] [--mine|--free] [--type TYPE] [--no-number] "
    "[--sort next|promise|age] [--search TEXT] [--watch]",
    N_ ("list the calls, or tell of each one that changes"), 0,
    TAKES_GROUP | TAKES_MINE | TAKES_FREE | TAKES_TYPE | TAKES_NO_NUMBER | TAKES_SORT |
    TAKES_SEARCH | TAKES_WATCH,
    0, FALSE, wb_cli_calls },
  { "calls answered", "", N_ ("tell how many calls were answered in time"), 0, 0, 0, FALSE,
    wb_cli_calls_answered },
  { "call show", "ID", N_ ("show all there is about a call"), 1, 0, 0, FALSE, wb_cli_call_show },
  { "call take", "ID", N_ ("take a call"), 1, 0, 0, FALSE, wb_cli_call_take },
  { "call release", "ID", N_ ("give a call back"), 1, 0, 0, FALSE, wb_cli_call_release },
  { "call assign", "ID --to USER|me|nobody", N_ ("give a call to somebody (managers)"), 1,
    TAKES_TO, TAKES_TO, FALSE, wb_cli_call_assign },
  { "call snooze",
    "ID --until TIME|hour|afternoon|tomorrow|workday [--attempt OUTCOME] [--note TEXT]",
    N_ ("call again later"), 1, TAKES_UNTIL | TAKES_ATTEMPT | TAKES_NOTE, TAKES_UNTIL, FALSE,
    wb_cli_call_snooze },
  { "call complete", "ID --outcome OUTCOME [--note TEXT]", N_ ("finish a call"), 1,
    TAKES_OUTCOME | TAKES_NOTE, TAKES_OUTCOME, FALSE, wb_cli_call_complete },
  { "call reopen", "ID [--until TIME] [--note TEXT]", N_ ("open a finished call again"), 1,
    TAKES_UNTIL | TAKES_NOTE, 0, FALSE, wb_cli_call_reopen },
  { "call undo", "ID", N_ ("take the last act on a call back"), 1, 0, 0, FALSE, wb_cli_call_undo },
  { "call note", "ID --note TEXT", N_ ("write a note into the ticket's history"), 1, TAKES_NOTE,
    TAKES_NOTE, FALSE, wb_cli_call_note },
  { "call coupon", "ID [--currency CODE] [--amount AMOUNT]", N_ ("give the customer a coupon"), 1,
    TAKES_CURRENCY | TAKES_AMOUNT, 0, FALSE, wb_cli_call_coupon },
  { "coupons",
    "[--state pending|active|used|expired|failed|disabled] [--type TYPE] [--currency CODE] "
    "[--search TEXT] [--csv]",
    N_ ("list the coupons, or write all of them as CSV"), 0,
    TAKES_STATE | TAKES_TYPE | TAKES_CURRENCY | TAKES_SEARCH | TAKES_CSV, 0, FALSE,
    wb_cli_coupons },
  { "coupon issue",
    "--ticket TICKET [--shop SHOP] --currency CODE (--amount AMOUNT | --percent PERCENT) "
    "[--min-order AMOUNT] --days DAYS [--replace]",
    N_ ("give a coupon for a ticket"), 0,
    TAKES_TICKET | TAKES_SHOP | TAKES_CURRENCY | TAKES_AMOUNT | TAKES_PERCENT | TAKES_MIN_ORDER |
    TAKES_DAYS | TAKES_REPLACE,
    TAKES_TICKET | TAKES_CURRENCY | TAKES_DAYS, FALSE, wb_cli_coupon_issue },
  { "coupon show", "CODE", N_ ("show a coupon and all that happened to it"), 1, 0, 0, FALSE,
    wb_cli_coupon_show },
  { "coupon disable", "CODE", N_ ("take a coupon out of use, in its shop"), 1, 0, 0, FALSE,
    wb_cli_coupon_disable },
  { "coupon retry", "CODE|TICKET", N_ ("have a failed coupon made again"), 1, 0, 0, FALSE,
    wb_cli_coupon_retry },
  { "signoff", "", N_ ("give back the calls taken for a while"), 0, 0, 0, FALSE, wb_cli_signoff },
  { "tickets", "[--search TEXT]", N_ ("list the tickets"), 0, TAKES_SEARCH, 0, FALSE,
    wb_cli_tickets },
  { "offers show", "TYPE", N_ ("show what a ticket type offers"), 1, 0, 0, FALSE,
    wb_cli_offers_show },
  { "offers set", "TYPE --file FILE|-", N_ ("change what a ticket type offers"), 1, TAKES_FILE,
    TAKES_FILE, FALSE, wb_cli_offers_set },
  { "offers history", "TYPE [--version NUMBER]",
    N_ ("list a ticket type's earlier offers: who, when and what changed"), 1, TAKES_NUMBER, 0,
    FALSE, wb_cli_offers_history },
  { "offers restore", "TYPE NUMBER", N_ ("offer again what an earlier version offered"), 2, 0, 0,
    FALSE, wb_cli_offers_restore },
  { "offers copy", "FROM-TYPE TO-TYPE",
    N_ ("copy offers to another ticket type, switched off there"), 2, 0, 0, FALSE,
    wb_cli_offers_copy },
  { "offers forecast", "TYPE --currency CODE [--shop SHOP]",
    N_ ("tell what the customer will get"), 1, TAKES_CURRENCY | TAKES_SHOP, TAKES_CURRENCY, FALSE,
    wb_cli_offers_forecast },
  { "offers activate", "", N_ ("start offering"), 0, 0, 0, FALSE, wb_cli_offers_activate },
  { "offers deactivate", "", N_ ("stop all offers, keeping settings and history"), 0, 0, 0, FALSE,
    wb_cli_offers_deactivate },
  { "banner add", "FILE --name NAME --alt LANG=TEXT … [--from DATE] [--until DATE]",
    N_ ("upload a picture and make a banner of it"), 1,
    TAKES_NAME | TAKES_ALT | TAKES_FROM | TAKES_UNTIL, TAKES_NAME, FALSE, wb_cli_banner_add },
  { "banner list", "[--all]", N_ ("list the banners"), 0, TAKES_ALL, 0, FALSE,
    wb_cli_banner_list },
  { "banner show", "BANNER", N_ ("show a banner"), 1, 0, 0, FALSE, wb_cli_banner_show },
  { "banner change",
    "BANNER [--name NAME] [--alt LANG=TEXT …] [--from DATE|none] [--until DATE|none]",
    N_ ("change a banner's words or period; its picture stays"), 1,
    TAKES_NAME | TAKES_ALT | TAKES_FROM | TAKES_UNTIL, 0, FALSE, wb_cli_banner_change },
  { "banner archive", "BANNER", N_ ("put a banner away"), 1, 0, 0, FALSE, wb_cli_banner_archive },
  { "banner unarchive", "BANNER", N_ ("take a banner out again"), 1, 0, 0, FALSE,
    wb_cli_banner_unarchive },
  { "stats banners", "[--from DATE] [--to DATE] [--type TYPE] [--csv]",
    N_ ("tell how often each banner was seen and clicked"), 0,
    TAKES_FROM | TAKES_TO | TAKES_TYPE | TAKES_CSV, 0, FALSE, wb_cli_stats_banners },
  { "stats funnel", "[--from DATE] [--to DATE] [--type TYPE] [--currency CODE] [--csv]",
    N_ ("tell which offer brings customers back"), 0,
    TAKES_FROM | TAKES_TO | TAKES_TYPE | TAKES_CURRENCY | TAKES_CSV, 0, FALSE,
    wb_cli_stats_funnel },
  { "stats calls", "[--from DATE] [--to DATE] [--type TYPE] [--csv]",
    N_ ("tell how many calls were answered in time, and how they ended"), 0,
    TAKES_FROM | TAKES_TO | TAKES_TYPE | TAKES_CSV, 0, FALSE, wb_cli_stats_calls },
  { "account show", "", N_ ("show the account's settings"), 0, 0, 0, FALSE, wb_cli_account_show },
  { "account set", "--file FILE|-", N_ ("change the account's settings"), 0, TAKES_FILE, TAKES_FILE,
    FALSE, wb_cli_account_set },
  { "outbox", "", N_ ("list what is not sent yet"), 0, 0, 0, FALSE, wb_cli_outbox },
  { "outbox resend", "NUMBER", N_ ("send a refused change again"), 1, 0, 0, FALSE,
    wb_cli_outbox_resend },
  { "outbox discard", "NUMBER", N_ ("throw an unsent change away"), 1, 0, 0, FALSE,
    wb_cli_outbox_discard },
  { "conflicts", "", N_ ("list changes that clash with somebody else's"), 0, 0, 0, FALSE,
    wb_cli_conflicts },
  { "conflicts settle", "NUMBER mine|theirs", N_ ("decide a clash"), 2, 0, 0, FALSE,
    wb_cli_conflicts_settle },
  { "doctor", "", N_ ("check the workspace, the clock and the connection"), 0, 0, 0, TRUE,
    wb_cli_doctor },
};

/* "--version" alone asks for this program's; with a number it names a version of the offers. */
static gboolean
parse_version_cb (const char  *option_name,
                  const char  *value,
                  gpointer     data,
                  GError     **error)
{
  WbCliOptions *options = data;

  options->version = value == NULL;
  g_free (options->number);
  options->number = g_strdup (value);
  return TRUE;
}

/* The options; the storage is the one WbCliOptions. All texts are taken as they come, for GLib
 * would refuse every accented letter where no locale is set; check_utf8() looks at them then. */
static GOptionEntry *
make_entries (WbCliOptions *options)
{
  const GOptionEntry entries[] = {
    { "workspace", 0, 0, G_OPTION_ARG_FILENAME, &options->workspace,
      N_ ("Use the workspace in this folder"), N_ ("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Write JSON"), NULL },
    { "version", 0, G_OPTION_FLAG_OPTIONAL_ARG | G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK,
      (gpointer) parse_version_cb,
      N_ ("Write the version; with a number: that version of the offers"), N_ ("NUMBER") },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file,
      N_ ("Read the token from this file"), N_ ("FILE") },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca,
      N_ ("Trust the certificate authority in this file, too"), N_ ("FILE") },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &options->watch, N_ ("Go on until interrupted"), NULL },
    { "group", 0, 0, G_OPTION_ARG_FILENAME, &options->group,
      N_ ("Only late, today, week, later or closed"), N_ ("GROUP") },
    { "mine", 0, 0, G_OPTION_ARG_NONE, &options->mine, N_ ("Only my calls"), NULL },
    { "free", 0, 0, G_OPTION_ARG_NONE, &options->free, N_ ("Only calls nobody has"), NULL },
    { "outcome", 0, 0, G_OPTION_ARG_FILENAME, &options->outcome,
      N_ ("resolved, exchange_agreed, coupon_offered, declined, unreachable or wrong_number"),
      N_ ("OUTCOME") },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &options->note, N_ ("A note for colleagues"),
      N_ ("TEXT") },
    { "until", 0, 0, G_OPTION_ARG_FILENAME, &options->until,
      N_ ("When to call again: hour, afternoon, tomorrow, workday or 2025-10-05T14:00; "
          "a banner's last day: 2025-10-31"),
      N_ ("TIME") },
    { "attempt", 0, 0, G_OPTION_ARG_FILENAME, &options->attempt,
      N_ ("no_answer, busy, call_later or voicemail"), N_ ("OUTCOME") },
    { "currency", 0, 0, G_OPTION_ARG_FILENAME, &options->currency, N_ ("The coupon's currency"),
      N_ ("CODE") },
    { "amount", 0, 0, G_OPTION_ARG_FILENAME, &options->amount, N_ ("The coupon's amount"),
      N_ ("AMOUNT") },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &options->search,
      N_ ("Only those with these words"), N_ ("TEXT") },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &options->file,
      N_ ("Read the settings from this file, - for standard input"), N_ ("FILE") },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
      N_ ("What staff call the banner, or the shop"), N_ ("NAME") },
    { "alt", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->alt,
      N_ ("What the banner says, for those who cannot see it: en=Autumn sale"), N_ ("LANG=TEXT") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
      N_ ("The first day, of a banner or of statistics: 2025-10-01"), N_ ("DATE") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &options->all, N_ ("Archived banners, too"), NULL },
    { "type", 0, 0, G_OPTION_ARG_FILENAME, &options->type, N_ ("Only of this ticket type"),
      N_ ("TYPE") },
    { "no-number", 0, 0, G_OPTION_ARG_NONE, &options->no_number,
      N_ ("Only those without a telephone number"), NULL },
    { "sort", 0, 0, G_OPTION_ARG_FILENAME, &options->sort,
      N_ ("By the next try, the promise or the age: next, promise or age"), N_ ("ORDER") },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &options->to,
      N_ ("A colleague's name, e-mail address or id; me or nobody; the last day of statistics: "
          "2025-10-31"),
      N_ ("USER") },
    { "secret-file", 0, 0, G_OPTION_ARG_FILENAME, &options->secret_file,
      N_ ("Read the shop's key from this file, which only you may read: lines like "
          "private_token=…, access_token=…, or consumer_key=… and consumer_secret=…"),
      N_ ("FILE") },
    { "shop", 0, 0, G_OPTION_ARG_FILENAME, &options->shop, N_ ("A shop's name or address"),
      N_ ("SHOP") },
    { "ticket", 0, 0, G_OPTION_ARG_FILENAME, &options->ticket, N_ ("The ticket's code"),
      N_ ("TICKET") },
    { "percent", 0, 0, G_OPTION_ARG_FILENAME, &options->percent,
      N_ ("How many percent off, instead of an amount"), N_ ("PERCENT") },
    { "min-order", 0, 0, G_OPTION_ARG_FILENAME, &options->min_order,
      N_ ("The least order the coupon works for"), N_ ("AMOUNT") },
    { "days", 0, 0, G_OPTION_ARG_FILENAME, &options->days, N_ ("How many days it is valid"),
      N_ ("DAYS") },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &options->replace,
      N_ ("Take the ticket's present coupon out of use first"), NULL },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options->state, N_ ("Only coupons in this state"),
      N_ ("STATE") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->csv, N_ ("Write CSV for spreadsheets"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->words, NULL, NULL },
    { NULL },
  };

  return g_memdup2 (entries, sizeof entries);
}

static Takes
get_given (const WbCliOptions *options)
{
  Takes given = TAKES_NOTHING;

  given |= options->token_file ? TAKES_TOKEN_FILE : 0;
  given |= options->ca ? TAKES_CA : 0;
  given |= options->watch ? TAKES_WATCH : 0;
  given |= options->group ? TAKES_GROUP : 0;
  given |= options->mine ? TAKES_MINE : 0;
  given |= options->free ? TAKES_FREE : 0;
  given |= options->outcome ? TAKES_OUTCOME : 0;
  given |= options->note ? TAKES_NOTE : 0;
  given |= options->until ? TAKES_UNTIL : 0;
  given |= options->attempt ? TAKES_ATTEMPT : 0;
  given |= options->currency ? TAKES_CURRENCY : 0;
  given |= options->amount ? TAKES_AMOUNT : 0;
  given |= options->search ? TAKES_SEARCH : 0;
  given |= options->file ? TAKES_FILE : 0;
  given |= options->number ? TAKES_NUMBER : 0;
  given |= options->name ? TAKES_NAME : 0;
  given |= options->alt ? TAKES_ALT : 0;
  given |= options->from ? TAKES_FROM : 0;
  given |= options->all ? TAKES_ALL : 0;
  given |= options->type ? TAKES_TYPE : 0;
  given |= options->no_number ? TAKES_NO_NUMBER : 0;
  given |= options->sort ? TAKES_SORT : 0;
  given |= options->to ? TAKES_TO : 0;
  given |= options->secret_file ? TAKES_SECRET_FILE : 0;
  given |= options->shop ? TAKES_SHOP : 0;
  given |= options->ticket ? TAKES_TICKET : 0;
  given |= options->percent ? TAKES_PERCENT : 0;
  given |= options->min_order ? TAKES_MIN_ORDER : 0;
  given |= options->days ? TAKES_DAYS : 0;
  given |= options->replace ? TAKES_REPLACE : 0;
  given |= options->state ? TAKES_STATE : 0;
  given |= options->csv ? TAKES_CSV : 0;
  return given;
}

static char *
make_summary (void)
{
  GString *summary = g_string_new (_ ("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (summary, "\n  %s%s%s\n      %s", commands[i].words,
                            *commands[i].arguments ? " " : "", commands[i].arguments,
                            _ (commands[i].summary));
  return g_string_free (summary, FALSE);
}

static void
clear_cli (WbCli *self)
{
  g_clear_object (&self->sync);
  if (self->workspace)
    wb_workspace_close (self->workspace);
  g_clear_object (&self->workspace);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->users, g_ptr_array_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->me, g_free);
  g_clear_pointer (&self->options.workspace, g_free);
  g_clear_pointer (&self->options.token_file, g_free);
  g_clear_pointer (&self->options.ca, g_free);
  g_clear_pointer (&self->options.group, g_free);
  g_clear_pointer (&self->options.outcome, g_free);
  g_clear_pointer (&self->options.note, g_free);
  g_clear_pointer (&self->options.until, g_free);
  g_clear_pointer (&self->options.attempt, g_free);
  g_clear_pointer (&self->options.currency, g_free);
  g_clear_pointer (&self->options.amount, g_free);
  g_clear_pointer (&self->options.search, g_free);
  g_clear_pointer (&self->options.file, g_free);
  g_clear_pointer (&self->options.number, g_free);
  g_clear_pointer (&self->options.name, g_free);
  g_clear_pointer (&self->options.alt, g_strfreev);
  g_clear_pointer (&self->options.from, g_free);
  g_clear_pointer (&self->options.type, g_free);
  g_clear_pointer (&self->options.sort, g_free);
  g_clear_pointer (&self->options.to, g_free);
  g_clear_pointer (&self->options.secret_file, g_free);
  g_clear_pointer (&self->options.shop, g_free);
  g_clear_pointer (&self->options.ticket, g_free);
  g_clear_pointer (&self->options.percent, g_free);
  g_clear_pointer (&self->options.min_order, g_free);
  g_clear_pointer (&self->options.days, g_free);
  g_clear_pointer (&self->options.state, g_free);
  g_clear_pointer (&self->options.words, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCli, clear_cli)

/* The command whose words the arguments begin with, the longest one. */
static const Command *
find_command (GStrv  words,
              guint *n_words_out)
{
  const Command *found = NULL;

  *n_words_out = 0;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) own = g_strsplit (commands[i].words, " ", MAX_WORDS);
    guint n = 0;

    while (own[n] && words && words[n] && g_str_equal (own[n], words[n]))
      n++;
    if (!own[n] && n > *n_words_out) {
      found = &commands[i];
      *n_words_out = n;
    }
  }
  return found;
}

static gboolean
check_utf8 (const WbCliOptions  *options,
            GError             **error)
{
  const char *const texts[] = { options->group, options->outcome, options->note, options->until,
                                options->attempt, options->currency, options->amount,
                                options->search, options->number, options->name, options->from,
                                options->type, options->sort, options->to, options->shop,
                                options->ticket, options->percent, options->min_order,
                                options->days, options->state };
  gboolean is_valid = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    is_valid &= !texts[i] || g_utf8_validate (texts[i], -1, NULL);
  for (guint i = 0; options->words && options->words[i]; i++)
    is_valid &= g_utf8_validate (options->words[i], -1, NULL);
  for (guint i = 0; options->alt && options->alt[i]; i++)
    is_valid &= g_utf8_validate (options->alt[i], -1, NULL);
  if (!is_valid)
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("Write texts in UTF-8"));
  return is_valid;
}

/* The first of these options; a person is told of one at a time. */
static const char *
name_option (Takes options)
{
  guint i = 0;

  while ((options & (Takes) (1u << i)) == 0)
    i++;
  return option_names[i];
}

static const Command *
check_usage (WbCliOptions  *options,
             guint         *n_words_out,
             GError       **error)
{
  const Command *command = find_command (options->words, n_words_out);
  guint n_words = options->words ? g_strv_length (options->words) : 0;
  Takes given = get_given (options);

  if (!command) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 n_words > 0 ? _ ("There is no command “%s”; see winbackctl --help")
                             : _ ("Say what to do%s; see winbackctl --help"),
                 n_words > 0 ? options->words[0] : "");
    return NULL;
  }
  if (n_words - *n_words_out >= command->n_args &&
      n_words - *n_words_out <= command->n_args + command->n_more &&
      (given & ~command->takes) == 0 &&
      (given & command->needs) == command->needs)
    return command;
  if ((given & ~command->takes) != 0)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("--%s does not belong here. Usage: winbackctl %s %s"),
                 name_option (given & ~command->takes), command->words, command->arguments);
  else if ((given & command->needs) != command->needs)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("Give --%s. Usage: winbackctl %s %s"),
                 name_option (command->needs & ~given), command->words, command->arguments);
  else
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("Usage: winbackctl %s %s"),
                 command->words, command->arguments);
  return NULL;
}

static int
fail (const GError *error)
{
  /* One line, whatever words a server sent. */
  g_autofree char *line = g_strdelimit (g_strdup (error->message), "\r\n", ' ');

  fflush (stdout);
  g_printerr ("winbackctl: %s\n", line);
  return g_error_matches (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE) ? 2 : 1;
}

static gboolean
parse_options (WbCli   *self,
               int      argc,
               char   **argv,
               GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("COMMAND"));
  g_autofree GOptionEntry *entries = make_entries (&self->options);
  GOptionGroup *group = g_option_group_new ("", "", "", &self->options, NULL);
  g_autofree char *summary = make_summary ();
  g_autoptr (GError) cause = NULL;

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, summary);
  if (g_option_context_parse (context, &argc, &argv, &cause))
    return TRUE;
  g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, cause->message);
  return FALSE;
}

/**
 * wb_cli_main:
 * @argc: the number of arguments
 * @argv: the arguments, the program's name first
 *
 * Runs one command. Blocking; winbackctl is one thread.
 *
 * Returns: the exit status
 */
int
wb_cli_main (int    argc,
             char **argv)
{
  g_auto (WbCli) self = { 0 };
  g_autoptr (GError) error = NULL;
  const Command *command;
  guint n_words = 0;

  if (!parse_options (&self, argc, argv, &error))
    return fail (error);
  if (self.options.version) {
    g_print ("winbackctl %s\n", WB_VERSION);
    return 0;
  }
  if (!check_utf8 (&self.options, &error))
    return fail (error);
  command = check_usage (&self.options, &n_words, &error);
  if (!command)
    return fail (error);
  self.clock = WB_CLOCK (wb_system_clock_new ());
  self.random = wb_system_random_new ();
  if (!command->is_without_workspace && !wb_cli_open (&self, &error))
    return fail (error);
  if (!command->run (&self, self.options.words + n_words, &error))
    return fail (error);
  return fflush (stdout) == 0 ? 0 : 1;
}
