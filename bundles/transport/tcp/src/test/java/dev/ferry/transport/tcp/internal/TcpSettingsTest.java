package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TcpSettingsTest {

    @Test
    void a_choice_is_read_in_any_case() {
        assertThat(TcpSettings.choice("provider", " BoringSSL ", TcpSettings.Tls.class)).isEqualTo(TcpSettings.Tls.BORINGSSL);
    }

    @Test
    void an_unknown_choice_names_the_key_the_value_and_what_is_allowed() {
        assertThatThrownBy(() -> TcpSettings.choice("io", "kqueue", TcpSettings.Io.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io is one of auto, epoll, nio, not 'kqueue'");
    }
}
