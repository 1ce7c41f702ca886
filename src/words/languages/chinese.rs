//! Chinese, in simplified and traditional characters. It has no spaces: words of the table are cut out of the text, and
//! numerals beside one another are one word.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::Numeral::Plain;
use super::{
    Cardinal, ChangeWords, DateWords, Grammar, NameWords, NumeralWords, ObservationWords, Proposals, ShareWords,
    Splitting, UnitWords, WordIndex, WordTable, reading,
};
use crate::words::money;
use crate::words::phrases::ParsedShare;
use crate::words::quantity::Quantity;
use crate::words::shares::Hedge::{About, AtLeast, AtMost, JustOver, JustUnder, Only, Over, Under};
use crate::words::tokens::Tokens;

/// Chinese.
#[derive(Debug)]
pub struct Chinese;

impl Grammar for Chinese {
    fn table(&self) -> &'static WordTable {
        &TABLE
    }

    fn index(&self) -> &'static WordIndex {
        static INDEX: LazyLock<WordIndex> = LazyLock::new(|| WordIndex::new(&TABLE));
        &INDEX
    }

    fn cardinal(&self, tokens: &Tokens<'_>, at: usize) -> Option<Cardinal> {
        let before = at.wrapping_sub(1);
        // `第三`, `数百万`, `星期一`
        if tokens.word(before).ends_with(NOT_BEFORE) || !is_numeral(tokens.word(at)) {
            return None;
        }
        let run = tokens.word(at);
        let mut value = value(run)?;
        let mut next = at + 1;
        // `二十多万`
        if tokens.is_any(next, &["多", "余", "餘"]) {
            next += 1;
            let scale = tokens.word(next).chars().map(scale_of).collect::<Option<Vec<u128>>>().unwrap_or_default();
            if tokens.glued(next) && !scale.is_empty() {
                value = scale.iter().try_fold(value, |value, scale| value.checked_mul(*scale))?;
                next += 1;
            }
        }
        if tokens.word(next).starts_with(['几', '幾', '来']) {
            return None;
        }
        let zeros = [12, 9, 6, 3].into_iter().find(|zeros| value > 0 && value % 10_u128.pow(*zeros) == 0).unwrap_or(0);
        let is_article = run.chars().count() == 2 && run.starts_with('一');
        Some(Cardinal { value: (value / 10_u128.pow(zeros)).to_string(), zeros, next, is_article })
    }

    fn may_count(&self, text: &str) -> bool {
        may_count(text)
    }

    fn may_begin(&self, tokens: &Tokens<'_>, at: usize) -> bool {
        is_numeral(tokens.word(at)) || self.index().may_begin(tokens.lower(at))
    }

    fn quantity(&self, tokens: &Tokens<'_>, at: usize) -> Option<(usize, Quantity)> {
        // `五岁以下`
        if tokens.is_any(at + 1, &["岁", "歲"]) {
            return None;
        }
        // `每三人`, `两人` for both
        let is_both = tokens.is_any(at, &["两", "兩", "二"]) && tokens.is(at + 1, "人");
        if is_both || tokens.word(at.wrapping_sub(1)).ends_with('每') {
            return None;
        }
        let of_cardinal = || reading::quantity(tokens, at, &TABLE, &self.cardinal(tokens, at)?);
        reading::percentage(tokens, at, &TABLE).or_else(of_cardinal)
    }

    fn part(&self, tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
        fraction(tokens, at).or_else(|| reading::part(tokens, at, &TABLE))
    }
}

/// Ends of words before a numeral that is an ordinal or an indefinite number.
const NOT_BEFORE: [char; 12] = ['第', '数', '數', '几', '幾', '上', '成', '周', '週', '期', '拜', '初'];

/// Whether a text consists of numerals only.
pub fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| digit(c).is_some() || scale_of(c).is_some())
}

fn digit(c: char) -> Option<u128> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn scale_of(c: char) -> Option<u128> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Whether a text without digits contains numerals before something that they may count, or a phrase for a half.
fn may_count(text: &str) -> bool {
    static COUNTED: LazyLock<HashSet<char>> = LazyLock::new(|| {
        let units = &TABLE.units;
        let lists = [units.counted, units.one_counted, units.classifiers].into_iter().flatten().copied();
        let words = lists.chain(units.measures.iter().map(|(word, _)| *word));
        let words = words.chain(units.currencies.iter().map(|(word, _)| *word));
        words.filter_map(|word| word.chars().next()).chain(['分', '成', '多', '余', '餘', '点', '點', '中']).collect()
    });
    let mut run = 0;
    let mut is_one = false;
    for c in text.chars() {
        if digit(c).is_some() || scale_of(c).is_some() {
            is_one = run == 0 && c == '一';
            run += 1;
            // A scale, or `百分之`.
            if run > 1 && scale_of(c).is_some() {
                return true;
            }
        } else if c == '半' || (run > 0 && (!is_one || matches!(c, '分' | '成')) && COUNTED.contains(&c)) {
            return true;
        } else if !c.is_whitespace() {
            (run, is_one) = (0, false);
        }
    }
    false
}

/// The value of a run of numerals, unless it is written digit by digit, as years are, or means two numbers: `三四十`.
fn value(run: &str) -> Option<u128> {
    let (mut total, mut part, mut last) = (0_u128, 0_u128, None);
    // Below the scale that came last.
    let mut room = u128::MAX;
    for c in run.chars() {
        if let Some(digit) = digit(c) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(digit);
            continue;
        }
        let scale = scale_of(c)?;
        if scale < 10_000 {
            let digit = match last.take() {
                Some(digit) if digit > 0 => digit,
                None | Some(0) if scale == 10 => 1,
                _ => return None,
            };
            if scale >= room {
                return None;
            }
            part += digit * scale;
            room = scale;
        } else {
            part += last.take().unwrap_or(0);
            // `一万亿`: ten thousand of a hundred million.
            let counted = if part == 0 { std::mem::take(&mut total) } else { part };
            if counted == 0 {
                return None;
            }
            let whole = if scale == 100_000_000 && part > 0 { std::mem::take(&mut total) + part } else { counted };
            total = total.checked_add(whole.checked_mul(scale)?)?;
            part = 0;
            room = u128::MAX;
        }
    }
    total.checked_add(part + last.unwrap_or(0))
}

/// The end of a known word at `range` of a text. In `五十分之一`, it is not `十分`, very.
pub(super) fn end_of_word(text: &str, range: Range<usize>) -> usize {
    let is_fraction = text[range.clone()].ends_with('分') && text[range.end..].starts_with('之');
    let numeral = &text[range.start..range.end - if is_fraction { '分'.len_utf8() } else { 0 }];
    if is_fraction && is_numeral(numeral) { range.start + numeral.len() } else { range.end }
}

/// `三分之一`, `三成`, `每五人中有两人`
fn fraction(tokens: &Tokens<'_>, at: usize) -> Option<ParsedShare> {
    let counted = |at: usize| {
        let next = at + usize::from(tokens.is_any(at, TABLE.units.classifiers));
        next + usize::from(tokens.is_any(next, TABLE.units.counted) || tokens.is_any(next, TABLE.units.one_counted))
    };
    let (first, next) = reading::count(tokens, at)?;
    if tokens.is(next, "分之") {
        let (above, end) = reading::count(tokens, next + 1)?;
        return (above > 0 && above < first).then_some((end, above, first, true));
    }
    if tokens.is(next, "成") && (1..10).contains(&first) {
        return Some((next + 1, first, 10, true));
    }
    let link = tokens.any_phrase_at(counted(next), TABLE.shares.links)?;
    let (above, end) = reading::count(tokens, link)?;
    (above > 0 && above < first && first <= 1_000).then_some((counted(end), above, first, true))
}

#[rustfmt::skip] // read as lines
static TABLE: WordTable = WordTable {
    tag: "zh",
    splitting: Splitting::Dense,
    is_latin_foreign: true,
    numerals: NumeralWords {
        // Numerals are read character by character; the table has them so that texts are cut at them.
        words: &[
            ("零", Plain(0)), ("〇", Plain(0)), ("一", Plain(1)), ("二", Plain(2)), ("两", Plain(2)), ("兩", Plain(2)),
            ("三", Plain(3)), ("四", Plain(4)), ("五", Plain(5)), ("六", Plain(6)), ("七", Plain(7)), ("八", Plain(8)),
            ("九", Plain(9)), ("十", Plain(10)), ("百", Plain(100)), ("千", Plain(1_000)), ("万", Plain(10_000)),
            ("萬", Plain(10_000)), ("亿", Plain(100_000_000)), ("億", Plain(100_000_000)),
        ],
        joints: &["多", "余", "餘", "分之", "成"],
        articles: &[],
        ordinals: &["第"],
        // Words that contain numerals or words of this table without meaning them.
        idioms: &[
            "端口", "窗口", "接口", "连接埠", "一些", "一起", "一样", "一般", "一直", "一定", "一下", "一旦", "一切", "一边", "一方面", "一种", "一次",
            "一致", "一时", "一点", "一点点", "万一", "统一", "唯一", "同一", "任一", "之一", "逐一", "单一", "某一",
            "另一", "进一步", "一步", "一系列", "一部分", "一会儿", "一向", "一律", "一体", "一路", "一线", "一流",
            "一级", "三角", "三明治", "十分", "十足", "百姓", "百科", "百度", "百货", "百分比", "百分百", "百分数",
            "百叶", "百般", "千万别", "千万不要", "千万要", "千千万万", "成千上万", "千家万户", "万能", "万物", "万事",
            "万里", "万维网", "万圣节", "万象", "百万富翁", "千克", "千兆", "千瓦", "千赫", "千变万化", "千篇一律",
            "亿万富翁", "亿万", "两者", "两边", "两侧", "两端", "二者", "三者", "二进制",
            "十进制", "八进制", "十六进制", "二维", "三维", "一個人", "一个人", "每一个", "每一個", "萬一",
            "統一", "單一", "一樣", "一邊", "一種", "一點", "一體", "萬能", "萬物", "兩者", "千萬不要", "千萬別",
            "百分點", "百分点", "一百八十度", "百年", "千年", "一带一路", "四分之三拍", "人们", "人們", "人类", "人類",
            "人工", "人员", "人員", "人家", "人士", "个人", "個人", "家园", "公司", "户外", "村民", "天气", "天氣",
            "天然", "米饭", "米飯", "分钟", "分鐘", "秒杀", "升级", "升級", "吨位", "周年", "周围", "周圍", "周末",
            "元素", "元数据", "元組", "元组", "单元", "單元", "欧元区", "一天", "成为", "成為", "成功", "成员", "成員",
            "成本", "成果", "成立", "成长", "成長", "成绩", "成就", "成熟", "成都", "成对", "点击", "點擊", "时间",
            "時間", "时候", "時候", "分享", "分析", "分类", "分類", "分支", "分布", "分配", "分别", "分為", "分为",
            "分钱", "中国", "中國", "中间", "中間", "中心", "中文", "上海", "下面", "家族", "家里", "家裡", "名字",
            "名称", "名稱", "位置", "位于", "位於", "所有人", "所有者", "座位", "间接", "間接", "口号", "口號", "个别",
            "個別", "个性", "個性", "半天", "半年", "半径", "半導體", "半导体",
        ],
        minus: &[],
    },
    units: UnitWords {
        scales: &[
            ("十", 1), ("百", 2), ("千", 3), ("万", 4), ("萬", 4), ("十万", 5), ("十萬", 5), ("百万", 6), ("百萬", 6), ("千万", 7),
            ("千萬", 7), ("亿", 8), ("億", 8), ("十亿", 9), ("十億", 9), ("百亿", 10), ("百億", 10), ("千亿", 11), ("千億", 11),
            ("万亿", 12), ("萬億", 12),
        ],
        point_groups: false,
        of: &[],
        classifiers: &["个", "個", "名", "位", "所", "家", "座"],
        percent: &[],
        percent_before: &["百分之"],
        points: &["百分点", "个百分点", "個百分點", "百分點"],
        counted: &[
            "人", "人口", "儿童", "兒童", "孩子", "妇女", "婦女", "女性", "男性", "女孩", "男孩", "女童", "男童",
            "成年人", "成人", "青年", "青少年", "年轻人", "家庭", "住户", "户", "戶", "村庄", "村莊", "村", "城市",
            "国家", "國家", "用户", "用戶", "学生", "學生", "老师", "老師", "教师", "教師", "学校", "學校", "患者",
            "病人", "医院", "醫院", "诊所", "診所", "工人", "员工", "員工", "职工", "農民", "农民", "难民", "難民",
            "公民", "居民", "受访者", "受訪者", "死亡病例", "就业岗位", "岗位",
        ],
        one_counted: &["家", "所", "座"],
        measures: &[
            ("个月", "months"), ("個月", "months"), ("周", "weeks"), ("週", "weeks"), ("星期", "weeks"), ("天", "days"),
            ("小时", "hours"), ("小時", "hours"), ("分钟", "minutes"), ("分鐘", "minutes"), ("秒", "seconds"), ("秒钟", "seconds"),
            ("秒鐘", "seconds"), ("公里", "kilometres"), ("千米", "kilometres"), ("米", ""), ("吨", ""), ("噸", ""), ("公顷", ""),
            ("公頃", ""), ("升", ""), ("公斤", ""), ("千克", ""), ("克", ""), ("岁", ""), ("歲", ""), ("平方公里", ""), ("平方米", ""),
        ],
        currencies: &[
            ("美元", money::DOLLARS), ("欧元", &["EUR"]), ("歐元", &["EUR"]), ("英镑", money::POUNDS), ("日元", &["JPY"]),
            ("人民币", &["CNY"]), ("元", &["CNY"]), ("卢布", money::ROUBLES), ("法郎", money::FRANCS), ("卢比", money::RUPEES),
        ],
        ages: &[],
    },
    shares: ShareWords {
        fixed: &[("一半", 1, 2), ("半数", 1, 2), ("半數", 1, 2)],
        parts: &[],
        links: &["中有", "中就有", "中只有", "里有", "裡有", "里就有", "当中有", "當中有"],
        not_after: &["另", "前", "后", "後", "上", "下"],
        not_before: &["时间", "時間", "路", "以内"],
        of: &["的", "以上", "以下", "多"],
        quantifiers: &[
            ("大多数", "most"), ("大多數", "most"), ("大部分", "most"), ("多数", "majority"), ("多數", "majority"),
            ("绝大多数", "vast majority"), ("絕大多數", "vast majority"), ("绝大部分", "vast majority"), ("少数", "minority"),
            ("少數", "minority"), ("极少数", "small minority"), ("極少數", "small minority"), ("几乎所有", "nearly all"),
            ("幾乎所有", "nearly all"), ("所有", "all"),
        ],
        prepositions: &["在", "对", "對", "从", "從", "由", "与", "與", "和", "向", "给", "給", "被", "为", "為"],
        articles: &[],
        hedges: &[
            ("略高于", JustOver), ("略多于", JustOver), ("略超过", JustOver), ("略超過", JustOver), ("刚过", JustOver),
            ("刚刚超过", JustOver), ("稍多于", JustOver), ("略低于", JustUnder), ("略少于", JustUnder), ("将近", JustUnder),
            ("將近", JustUnder), ("近", JustUnder), ("接近", JustUnder), ("几乎", JustUnder), ("幾乎", JustUnder),
            ("差不多", JustUnder), ("超过", Over), ("超過", Over), ("多于", Over), ("多於", Over), ("逾", Over),
            ("高于", Over), ("高於", Over), ("不到", Under), ("不足", Under), ("少于", Under), ("少於", Under),
            ("低于", Under), ("低於", Under), ("至少", AtLeast), ("不少于", AtLeast), ("不少於", AtLeast), ("不低于", AtLeast),
            ("最多", AtMost), ("至多", AtMost), ("高达", AtMost), ("高達", AtMost), ("多达", AtMost), ("不超过", Only),
            ("不超過", Only), ("约", About), ("約", About), ("大约", About), ("大約", About), ("大概", About), ("约有", About),
            ("只有", Only), ("仅有", Only), ("僅有", Only), ("仅", Only), ("僅", Only), ("仅仅", Only), ("僅僅", Only),
            ("只", Only), ("仅为", Only), ("才", Only),
        ],
        hedges_of_shares: &[("不超过", AtMost), ("不超過", AtMost)],
        hedges_after: &[("以上", AtLeast), ("以下", AtMost), ("左右", About)],
    },
    changes: ChangeWords {
        falls: &[
            "下降", "下降了", "减少", "减少了", "減少", "減少了", "下跌", "下跌了", "降低", "降低了", "缩减", "减幅", "降幅", "跌幅",
            "下滑", "下滑了", "下调", "回落",
        ],
        rises: &[
            "增长", "增长了", "增長", "增長了", "增加", "增加了", "上升", "上升了", "上涨", "上涨了", "上漲", "提高", "提高了", "升高",
            "升高了", "增幅", "涨幅", "攀升", "攀升了", "上调",
        ],
        by: &["", "了", "达", "達", "为", "為"],
        far: &[],
        adverbs: &[],
        after: &[],
        followers: &[],
    },
    dates: DateWords {
        months: &[],
        weekdays: &[],
        of: &[],
        before_years: &[],
        after_years: &["年"],
        joints: &["和", "至", "或", "与", "與", "到"],
        relative: &["过去", "過去", "未来", "未來", "最近", "近", "前", "后", "後", "内", "內"],
        hours: &["点", "點", "时", "時"],
        long_hours: &["点", "點", "点钟", "點鐘", "点整", "時", "时"],
        minutes: &["分"],
        at: &["上午", "下午", "早上", "晚上", "中午", "凌晨", "清晨", "傍晚", "早晨", "午夜"],
        hour_names: &[],
        half_days: &[],
        ordinals: &[],
    },
    names: NameWords {
        numbered: &[
            "第", "安卓", "图", "圖", "表", "附录", "附錄", "附件", "步骤", "步驟", "版本", "版", "案例", "示例", "例", "练习", "練習", "问题",
            "問題", "阶段", "階段", "级别", "公式", "算法", "注", "方法", "章", "节", "節", "页", "頁", "卷", "号", "號", "编号", "編號",
            "代码", "規則", "规则", "目标", "目標", "单元", "單元", "选项", "選項", "类型", "類型", "条", "條", "层", "層", "方案", "场景",
        ],
        acts: &[],
        calling: &["电话", "電話", "拨打", "撥打", "致电", "致電", "报警", "報警", "急救", "传真", "热线", "熱線", "客服"],
        settings: &["值", "默认", "默認", "参数", "參數", "选项", "代码", "编号", "設置", "设置", "返回"],
        grammar: &[],
    },
    observations: ObservationWords {
        counted: &[
            "人", "人口", "儿童", "兒童", "孩子", "妇女", "女性", "男性", "成年人", "家庭", "户", "村庄", "城市", "国家", "國家", "老师",
            "教师", "学校", "患者", "病人", "医院", "农民", "难民", "公民", "居民", "受访者", "贡献者", "貢獻者", "下载", "企业", "公司",
            "组织", "客户", "开发者", "開發者", "工程师", "志愿者", "参与者", "员工",
        ],
        counted_if_many: &["用户", "用戶", "学生", "學生", "项目", "專案", "网站", "仓库", "文章", "会员"],
        times: &["倍"],
        comparisons: &["以上", "更", "多"],
        specifying: &[
            "限制", "最大", "最小", "默认", "默認", "必须", "必須", "可以", "应该", "應該", "例如", "比如", "示例", "如果", "假设", "值",
            "参数", "參數", "选项", "設置", "设置", "以下", "宽度", "高度", "屏幕", "像素", "之间",
        ],
        picking: &["前", "最后", "或", "首"],
    },
    proposals: Proposals {
        plain: [
            "一半", "三分之一", "三分之二", "四分之一", "四分之三", "五分之一", "五分之二", "五分之三", "五分之四", "十分之一",
            "十分之三", "十分之七", "十分之九", "二十分之一", "五十分之一", "一百人中有一人",
        ],
        over: "略高于",
        after_over: None,
        nearly: "将近",
    },
};
