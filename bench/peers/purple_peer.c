// libpurple, the library of Pidgin, as sender or receiver of one file over SI and a SOCKS5 or an in-band bytestream.
//
//   purple_peer recv USER@HOST/RESOURCE FILE           prints READY; at the end DONE
//   purple_peer send USER@HOST/RESOURCE FILE TO        prints READY when TO is there, begins when a line comes; at the end DONE
//
// After DONE it waits for its input to end, so that its CPU time and memory can be read.
// Environment: HOST, PORT, PASSWORD; FOLDER, an empty one, for its settings; ROAD: proxy makes the sender offer proxies only,
// as far as it has a choice: it offers both methods always, and the receiver takes what was offered. It never offers a
// loopback address: to send directly it needs another one.
#include <glib-unix.h>
#include <purple.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **arguments;
static gboolean sends;

static gboolean say(gpointer line)
{
    puts(line);
    fflush(stdout);
    return G_SOURCE_REMOVE;
}

static void fail(const char *why)
{
    printf("FAIL %s\n", why);
    fflush(stdout);
    _exit(1);
}

// libpurple's event loop is GLib's here.

typedef struct {
    PurpleInputFunction function;
    gpointer data;
} Watch;

static gboolean on_input(gint fd, GIOCondition condition, gpointer data)
{
    const Watch *watch = data;
    const PurpleInputCondition read = condition & (G_IO_IN | G_IO_HUP | G_IO_ERR) ? PURPLE_INPUT_READ : 0;
    const PurpleInputCondition write = condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR) ? PURPLE_INPUT_WRITE : 0;
    watch->function(watch->data, fd, read | write);
    return G_SOURCE_CONTINUE;
}

static guint add_input(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data)
{
    Watch *watch = g_new(Watch, 1);
    *watch = (Watch){function, data};
    const GIOCondition wanted = (condition & PURPLE_INPUT_READ ? G_IO_IN : 0) | (condition & PURPLE_INPUT_WRITE ? G_IO_OUT : 0);
    return g_unix_fd_add_full(G_PRIORITY_DEFAULT, fd, wanted, on_input, watch, g_free);
}

static PurpleEventLoopUiOps event_loop = {
    .timeout_add = g_timeout_add,
    .timeout_add_seconds = g_timeout_add_seconds,
    .timeout_remove = g_source_remove,
    .input_add = add_input,
    .input_remove = g_source_remove,
};

// The one question it asks is whether to trust an unknown certificate; the first choice is yes.
static void *ask(const char *title, const char *primary, const char *secondary, int chosen, PurpleAccount *account, const char *who,
                 PurpleConversation *conversation, void *data, size_t count, va_list actions)
{
    va_arg(actions, const char *);
    va_arg(actions, PurpleRequestActionCb)(data, 0);
    return NULL;
}

static PurpleRequestUiOps requests = {.request_action = ask};

static void no_window(PurpleXfer *transfer)
{
}

static PurpleXferUiOps transfers = {.new_xfer = no_window};

static void set_ui(void)
{
    purple_request_set_ui_ops(&requests);
    purple_xfers_set_ui_ops(&transfers);
}

static PurpleCoreUiOps core = {.ui_init = set_ui};

static void on_login(PurpleConnection *connection, gpointer unused)
{
    if (!sends)
        say("READY");
}

// A file goes to a contact whose presence is known.
static void on_contact(PurpleBuddy *buddy, gpointer unused)
{
    const char *name = purple_buddy_get_name(buddy);
    if (sends && strncmp(arguments[4], name, strlen(name)) == 0)
        say("READY");
}

static void on_connection_error(PurpleConnection *connection, PurpleConnectionError error, const char *text, gpointer unused)
{
    fail(text);
}

static void on_offer(PurpleXfer *transfer, gpointer unused)
{
    purple_xfer_request_accepted(transfer, arguments[3]);
}

// The file is closed after this returns.
static void on_end(PurpleXfer *transfer, gpointer unused)
{
    g_idle_add(say, "DONE");
}

static void on_cancel(PurpleXfer *transfer, gpointer unused)
{
    fail("the transfer broke");
}

// A line: begin. The end of the input: stop.
static gboolean on_line(gint fd, GIOCondition condition, gpointer account)
{
    char line[64];
    if (read(fd, line, sizeof line) <= 0)
        _exit(0);
    if (sends)
        serv_send_file(purple_account_get_connection(account), arguments[4], arguments[3]);
    return G_SOURCE_CONTINUE;
}

static void connect_signals(void)
{
    static int handle;
    void *files = purple_xfers_get_handle(), *connections = purple_connections_get_handle();
    purple_signal_connect(connections, "signed-on", &handle, PURPLE_CALLBACK(on_login), NULL);
    purple_signal_connect(connections, "connection-error", &handle, PURPLE_CALLBACK(on_connection_error), NULL);
    purple_signal_connect(purple_blist_get_handle(), "buddy-signed-on", &handle, PURPLE_CALLBACK(on_contact), NULL);
    purple_signal_connect(files, "file-recv-request", &handle, PURPLE_CALLBACK(on_offer), NULL);
    purple_signal_connect(files, "file-recv-complete", &handle, PURPLE_CALLBACK(on_end), NULL);
    purple_signal_connect(files, "file-send-complete", &handle, PURPLE_CALLBACK(on_end), NULL);
    purple_signal_connect(files, "file-recv-cancel", &handle, PURPLE_CALLBACK(on_cancel), NULL);
    purple_signal_connect(files, "file-send-cancel", &handle, PURPLE_CALLBACK(on_cancel), NULL);
}

int main(int count, char **values)
{
    arguments = values;
    sends = strcmp(arguments[1], "send") == 0;
    const int port = atoi(getenv("PORT"));
    purple_util_set_user_dir(getenv("FOLDER"));
    purple_core_set_ui_ops(&core);
    purple_eventloop_set_ui_ops(&event_loop);
    if (!purple_core_init("peer"))
        fail("libpurple does not start");
    purple_set_blist(purple_blist_new());
    purple_prefs_set_bool("/purple/network/map_ports", FALSE); // no search for a router
    if (g_strcmp0(getenv("ROAD"), "proxy") == 0) {
        // Its listener shall fail: the only port that it may take is the server's.
        purple_prefs_set_bool("/purple/network/ports_range_use", TRUE);
        purple_prefs_set_int("/purple/network/ports_range_start", port);
        purple_prefs_set_int("/purple/network/ports_range_end", port);
    }

    PurpleAccount *account = purple_account_new(arguments[2], "prpl-jabber");
    purple_account_set_password(account, getenv("PASSWORD"));
    purple_account_set_string(account, "connect_server", getenv("HOST"));
    purple_account_set_int(account, "port", port);
    purple_account_set_string(account, "connection_security", "require_tls");
    purple_account_set_string(account, "ft_proxies", ""); // those of its server are found all the same
    purple_accounts_add(account);
    connect_signals();
    g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_line, account);
    purple_account_set_enabled(account, "peer", TRUE);
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
    g_main_loop_run(g_main_loop_new(NULL, FALSE));
}
