//! Portuguese, of Brazil and of Portugal.

use std::sync::LazyLock;

use super::Numeral::{Alone, HalfOf, Plain, Scale};
use super::{
    ChangeWords, DateWords, Grammar, NameWords, NumeralWords, ObservationWords, Proposals, ShareWords, Splitting,
    UnitWords, WordIndex, WordTable,
};
use crate::words::Direction::{Down, Up};
use crate::words::money;
use crate::words::shares::Hedge::{About, AtLeast, AtMost, JustOver, JustUnder, Only, Over, Under};

/// Portuguese.
#[derive(Debug)]
pub struct Portuguese;

impl Grammar for Portuguese {
    fn table(&self) -> &'static WordTable {
        &TABLE
    }

    fn index(&self) -> &'static WordIndex {
        static INDEX: LazyLock<WordIndex> = LazyLock::new(|| WordIndex::new(&TABLE));
        &INDEX
    }
}

#[rustfmt::skip] // read as lines
static TABLE: WordTable = WordTable {
    tag: "pt",
    splitting: Splitting::Spaces,
    is_latin_foreign: false,
    numerals: NumeralWords {
        words: &[
            ("zero", Plain(0)), ("um", Plain(1)), ("uma", Plain(1)), ("dois", Plain(2)), ("duas", Plain(2)),
            ("três", Plain(3)), ("quatro", Plain(4)), ("cinco", Plain(5)), ("seis", Plain(6)), ("sete", Plain(7)),
            ("oito", Plain(8)), ("nove", Plain(9)), ("dez", Plain(10)), ("onze", Plain(11)), ("doze", Plain(12)),
            ("treze", Plain(13)), ("catorze", Plain(14)), ("quatorze", Plain(14)), ("quinze", Plain(15)),
            ("dezasseis", Plain(16)), ("dezesseis", Plain(16)), ("dezassete", Plain(17)), ("dezessete", Plain(17)),
            ("dezoito", Plain(18)), ("dezanove", Plain(19)), ("dezenove", Plain(19)), ("vinte", Plain(20)),
            ("trinta", Plain(30)), ("quarenta", Plain(40)), ("cinquenta", Plain(50)), ("sessenta", Plain(60)),
            ("setenta", Plain(70)), ("oitenta", Plain(80)), ("noventa", Plain(90)), ("cem", Plain(100)),
            ("cento", Plain(100)), ("duzentos", Plain(200)), ("duzentas", Plain(200)), ("trezentos", Plain(300)),
            ("trezentas", Plain(300)), ("quatrocentos", Plain(400)), ("quatrocentas", Plain(400)),
            ("quinhentos", Plain(500)), ("quinhentas", Plain(500)), ("seiscentos", Plain(600)), ("seiscentas", Plain(600)),
            ("setecentos", Plain(700)), ("setecentas", Plain(700)), ("oitocentos", Plain(800)), ("oitocentas", Plain(800)),
            ("novecentos", Plain(900)), ("novecentas", Plain(900)), ("mil", Alone(3)), ("milhão", Scale(6)),
            ("milhões", Scale(6)), ("bilhão", Scale(9)), ("bilhões", Scale(9)), ("bilião", Scale(12)),
            ("biliões", Scale(12)), ("trilhão", Scale(12)), ("trilhões", Scale(12)), ("meio milhão", HalfOf(6)),
        ],
        joints: &["e"],
        articles: &["um", "uma"],
        ordinals: &[],
        idioms: &["mil e uma", "mil e um"],
        minus: &[],
    },
    units: UnitWords {
        scales: &[
            ("mil", 3), ("milhão", 6), ("milhões", 6), ("mil milhões", 9), ("bilhão", 9), ("bilhões", 9), ("bilião", 12),
            ("biliões", 12), ("trilhão", 12), ("trilhões", 12),
        ],
        point_groups: true,
        of: &["de"],
        classifiers: &[],
        percent: &["por cento"],
        percent_before: &[],
        points: &["pontos percentuais", "ponto percentual"],
        counted: &[
            "pessoas", "crianças", "mulheres", "homens", "meninas", "meninos", "raparigas", "rapazes", "adultos", "jovens",
            "domicílios", "lares", "famílias", "aldeias", "vilas", "cidades", "países", "usuários", "usuárias",
            "utilizadores", "assinantes", "estudantes", "alunos", "alunas", "professores", "professoras", "docentes",
            "escolas", "pacientes", "clínicas", "hospitais", "trabalhadores", "empregados", "funcionários", "agricultores",
            "refugiados", "cidadãos", "residentes", "moradores", "habitantes", "entrevistados", "inquiridos", "mortes",
            "nascimentos", "empregos",
        ],
        one_counted: &[
            "pessoa", "criança", "mulher", "homem", "menina", "menino", "adulto", "jovem", "domicílio", "lar", "família",
            "aldeia", "cidade", "país", "usuário", "usuária", "utilizador", "estudante", "aluno", "aluna", "professor",
            "escola", "paciente", "trabalhador", "agricultor", "habitante", "entrevistado",
        ],
        measures: &[
            ("anos", "years"), ("meses", "months"), ("semanas", "weeks"), ("dias", "days"), ("horas", "hours"),
            ("minutos", "minutes"), ("segundos", "seconds"), ("quilómetros", "kilometres"), ("quilômetros", "kilometres"),
            ("megabytes", "megabytes"), ("gigabytes", "gigabytes"), ("metros", ""), ("litros", ""), ("quilogramas", ""),
            ("quilos", ""), ("gramas", ""), ("toneladas", ""), ("hectares", ""), ("graus", ""),
        ],
        currencies: &[
            ("dólares", money::DOLLARS), ("libras", money::POUNDS), ("francos", money::FRANCS), ("rupias", money::RUPEES),
            ("coroas", money::CROWNS), ("dinares", money::DINARS), ("rublos", money::ROUBLES), ("ienes", &["JPY"]),
            ("yuans", &["CNY"]),
        ],
        ages: &["menores de", "maiores de", "menor de", "maior de", "com menos de", "com mais de", "de menos de"],
    },
    shares: ShareWords {
        fixed: &[
            ("a metade", 1, 2), ("metade", 1, 2), ("a terça parte", 1, 3), ("a quarta parte", 1, 4),
            ("a quinta parte", 1, 5), ("a décima parte", 1, 10),
        ],
        parts: &[
            ("terço", "terços", 3), ("quarto", "quartos", 4), ("quinto", "quintos", 5), ("sexto", "sextos", 6),
            ("sétimo", "sétimos", 7), ("oitavo", "oitavos", 8), ("nono", "nonos", 9), ("décimo", "décimos", 10),
        ],
        links: &["em cada", "em cada grupo de", "de cada", "a cada"],
        not_after: &["outra", "a outra", "primeira", "a primeira", "segunda", "a segunda", "na segunda", "na primeira", "pela", "e"],
        not_before: &[
            "hora", "horas", "tempo", "ano", "anos", "mês", "meses", "século", "caminho", "preço", "dia", "noite", "final",
            "temporada",
        ],
        of: &[
            "dos", "das", "da", "do", "de todos", "de todas", "de nossos", "de seus", "de suas", "deles", "delas", "desses",
            "dessas", "destes", "destas",
        ],
        quantifiers: &[
            ("a maioria", "majority"), ("uma maioria", "majority"), ("a maior parte", "most"),
            ("a grande maioria", "vast majority"), ("a vasta maioria", "vast majority"),
            ("uma grande maioria", "vast majority"), ("uma ampla maioria", "vast majority"), ("uma minoria", "minority"),
            ("uma pequena minoria", "small minority"), ("quase todos", "nearly all"), ("quase todas", "nearly all"),
            ("praticamente todos", "nearly all"), ("praticamente todas", "nearly all"),
            ("a quase totalidade", "nearly all"), ("todos os", "all"), ("todas as", "all"), ("nenhum dos", "none"),
            ("nenhuma das", "none"),
        ],
        prepositions: &["em", "na", "no", "nas", "nos", "para", "por", "entre", "com", "segundo", "de", "desde", "até"],
        articles: &["o", "a", "os", "as", "uns", "um"],
        hedges: &[
            ("pouco mais de", JustOver), ("pouco mais da", JustOver), 
            ("um pouco mais de", JustOver), ("um pouco mais da", JustOver), ("ligeiramente mais de", JustOver),
            ("pouco menos de", JustUnder), ("pouco menos da", JustUnder), ("um pouco menos de", JustUnder),
            ("um pouco menos da", JustUnder), ("quase", JustUnder), ("perto de", JustUnder), ("perto da", JustUnder),
            ("praticamente", JustUnder), ("não mais de", Only), ("não mais que", Only), ("mais de", Over),
            ("mais da", Over), ("mais do que", Over), ("mais que", Over), ("menos de", Under),
            ("menos da", Under), ("menos do que", Under), ("menos que", Under), ("pelo menos", AtLeast),
            ("ao menos", AtLeast), ("no mínimo", AtLeast), ("nada menos que", AtLeast), ("no máximo", AtMost),
            ("até", AtMost), ("cerca de", About), ("cerca da", About), ("aproximadamente", About), ("em torno de", About),
            ("por volta de", About), ("uns", About), ("umas", About), ("apenas", Only), ("só", Only), ("somente", Only),
            ("unicamente", Only),
        ],
        hedges_of_shares: &[("não mais de", AtMost), ("não mais que", AtMost)],
        hedges_after: &[("aproximadamente", About), ("apenas", Only), ("no mínimo", AtLeast), ("no máximo", AtMost)],
    },
    changes: ChangeWords {
        falls: &[
            "caiu", "caíram", "cai", "caem", "caído", "queda", "baixou", "baixaram", "baixa", "diminuiu", "diminuíram",
            "diminui", "diminuído", "diminuição", "reduziu", "reduziram", "reduzido", "redução", "recuou", "recuaram", "recuo",
            "desceu", "desceram", "descida", "perdeu", "perda", "encolheu",
        ],
        rises: &[
            "aumentou", "aumentaram", "aumenta", "aumentam", "aumentado", "aumento", "subiu", "subiram", "sobe", "sobem",
            "subida", "cresceu", "cresceram", "cresce", "crescem", "crescido", "crescimento", "elevou", "alta", "ganhou",
            "avançou", "avanço", "acréscimo",
        ],
        by: &["", "em", "de", "um", "em um", "num"],
        far: &["em cerca de"],
        adverbs: &["mente"],
        after: &[
            ("menos", Down), ("a menos", Down), ("mais baixo", Down), ("mais baixa", Down), ("inferior", Down),
            ("inferiores", Down), ("menor", Down), ("mais", Up), ("a mais", Up), ("mais alto", Up), ("mais alta", Up),
            ("superior", Up), ("superiores", Up), ("maior", Up),
        ],
        followers: &["que", "do", "a", "ao", "em", "desde", "no", "na"],
    },
    dates: DateWords {
        months: &[
            "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
            "dezembro",
        ],
        weekdays: &["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo", "feira"],
        of: &["de", "do"],
        before_years: &["ano", "anos"],
        after_years: &[],
        joints: &["e", "ou", "a", "ao", "até"],
        relative: &[
            "último", "últimos", "última", "últimas", "próximo", "próximos", "próxima", "próximas", "passados", "passadas",
        ],
        hours: &["h"],
        long_hours: &["horas", "hrs"],
        minutes: &[],
        at: &["às", "as", "das"],
        hour_names: &[],
        half_days: &["da manhã", "da tarde", "da noite"],
        ordinals: &["º", "ª", "o", "a", "os", "as"],
    },
    names: NameWords {
        numbered: &[
            "artigo", "artigos", "página", "páginas", "pág", "págs", "capítulo", "capítulos", "seção", "seções", "secção",
            "secções", "tabela", "tabelas", "quadro", "quadros", "gráfico", "gráficos", "figura", "figuras", "anexo",
            "anexos", "apêndice", "parágrafo", "parágrafos", "inciso", "passo", "passos", "etapa", "etapas", "sítio", "posição", "número",
            "números", "núm", "nota", "parte", "exemplo", "exercício", "lição", "módulo", "nível", "regra", "fase",
            "episódio", "temporada", "categoria", "classe", "opção", "objetivo", "objetivos", "meta", "metas", "princípio",
            "critério", "linha", "tomo", "título", "livro", "coluna", "sala", "edifício", "porta", "código", "estado", "dia",
            "semana", "sessão", "grupo", "rua", "resolução", "versão", "tema", "unidade", "pergunta", "questão", "volume",
            "n",
        ],
        acts: &["lei", "leis", "decreto", "decretos", "regulamento", "diretiva", "portaria", "resolução", "emenda"],
        calling: &[
            "telefone", "telefones", "tel", "ligue", "ligar", "ligando", "disque", "disk", "emergência", "emergências",
            "polícia", "bombeiros", "samu", "ambulância",
        ],
        settings: &["valor", "valores", "padrão", "parâmetro", "parâmetros", "opção", "variável", "código", "identificador"],
        grammar: &[
            "de", "do", "da", "dos", "das", "o", "a", "os", "as", "um", "uma", "e", "ou", "ao", "à", "às", "em", "no", "na",
            "nos", "nas", "com", "sem", "para", "por", "pelo", "pela", "que", "quem", "é", "são", "foi", "foram", "era",
            "eram", "se", "não", "seu", "sua", "seus", "suas", "como", "mas", "quando", "onde", "desde", "até", "entre",
            "sobre", "segundo", "este", "esta", "esse", "essa", "mais", "já", "também", "pode", "deve", "há", "está",
            "estão", "antes", "depois", "porque", "enquanto",
        ],
    },
    observations: ObservationWords {
        counted: &[
            "pessoas", "crianças", "mulheres", "homens", "meninas", "meninos", "adultos", "domicílios", "lares", "famílias",
            "aldeias", "cidades", "países", "assinantes", "alunos", "professores", "escolas", "pacientes", "hospitais",
            "agricultores", "refugiados", "cidadãos", "residentes", "moradores", "habitantes", "entrevistados", "mortes",
            "nascimentos", "contribuidores", "colaboradores", "contribuições", "downloads", "visitantes", "votos", "empresas",
            "organizações", "clientes", "desenvolvedores", "programadores", "engenheiros", "voluntários", "participantes",
            "doadores", "funcionários",
        ],
        counted_if_many: &[
            "usuários", "utilizadores", "estudantes", "membros", "projetos", "sites", "pacotes", "repositórios", "estrelas",
            "artigos",
        ],
        times: &["vezes"],
        comparisons: &["mais", "menos", "melhor", "maior", "menor"],
        specifying: &[
            "limite", "limites", "máximo", "mínimo", "padrão", "deve", "devem", "deveria", "pode", "podem", "exemplo",
            "exemplos", "se", "valor", "valores", "parâmetro", "parâmetros", "opção", "opções", "limiar", "seguinte",
            "seguintes", "suponha", "largura", "altura", "opacidade", "tela", "ecrã", "pixels", "entre",
        ],
        picking: &["primeiros", "primeiras", "últimos", "últimas", "próximos", "próximas", "ou"],
    },
    proposals: Proposals {
        plain: [
            "metade", "um terço", "dois terços", "um quarto", "três quartos", "um em cada cinco", "dois em cada cinco",
            "três em cada cinco", "quatro em cada cinco", "um em cada dez", "três em cada dez", "sete em cada dez",
            "nove em cada dez", "um em cada vinte", "um em cada cinquenta", "um em cada cem",
        ],
        over: "pouco mais de ",
        after_over: None,
        nearly: "quase ",
    },
};
